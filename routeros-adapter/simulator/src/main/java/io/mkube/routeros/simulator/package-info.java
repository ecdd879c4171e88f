/**
 * A simulated router and a simulated microdns over real sockets. Read {@link
 * io.mkube.routeros.simulator.RouterOsSimulator} first.
 */
@NullMarked
package io.mkube.routeros.simulator;

import org.jspecify.annotations.NullMarked;
