/**
 * A simulated microdns: REST for zones and records, and real DNS answers from them. Read {@link
 * io.mkube.routeros.simulator.microdns.MicroDnsSimulator} first.
 */
@NullMarked
package io.mkube.routeros.simulator.microdns;

import org.jspecify.annotations.NullMarked;
