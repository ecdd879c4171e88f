/** Everything in one process. Read {@link io.mkube.app.demo.Demo} first. */
@NullMarked
package io.mkube.app.demo;

import org.jspecify.annotations.NullMarked;
