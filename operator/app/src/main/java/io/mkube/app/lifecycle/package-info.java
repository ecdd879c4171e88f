/**
 * Starting parts side by side and closing them in the right order. Read {@link
 * io.mkube.app.lifecycle.ClosingStack} first.
 */
@NullMarked
package io.mkube.app.lifecycle;

import org.jspecify.annotations.NullMarked;
