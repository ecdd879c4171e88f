/** DNS over UDP and TCP. Read {@link io.mkube.routeros.simulator.microdns.dns.Answers} first. */
@NullMarked
package io.mkube.routeros.simulator.microdns.dns;

import org.jspecify.annotations.NullMarked;
