/**
 * The mkube program. {@link io.mkube.app.Mkube} is its entry; the commands are in {@link
 * io.mkube.app.command}.
 */
@NullMarked
package io.mkube.app;

import org.jspecify.annotations.NullMarked;
