/**
 * What goes wrong, how often and how slowly. Read {@link
 * io.mkube.routeros.simulator.fault.FaultPlan} first.
 */
@NullMarked
package io.mkube.routeros.simulator.fault;

import org.jspecify.annotations.NullMarked;
