/** The mkube program: command line, configuration, wiring. */
@NullMarked
package io.mkube.app;

import org.jspecify.annotations.NullMarked;
