/**
 * What a person at the device could do. Read {@link
 * io.mkube.routeros.simulator.control.ControlHandler} first.
 */
@NullMarked
package io.mkube.routeros.simulator.control;

import org.jspecify.annotations.NullMarked;
