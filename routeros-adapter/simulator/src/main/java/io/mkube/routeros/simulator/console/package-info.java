/**
 * The console that every REST call becomes. Read {@link io.mkube.routeros.simulator.console.Menu}
 * first.
 */
@NullMarked
package io.mkube.routeros.simulator.console;

import org.jspecify.annotations.NullMarked;
