/**
 * Why a simulator could not start. Read {@link
 * io.mkube.routeros.simulator.start.SimulatorStartException} first.
 */
@NullMarked
package io.mkube.routeros.simulator.start;

import org.jspecify.annotations.NullMarked;
