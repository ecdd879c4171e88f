/** Zones and records. Read {@link io.mkube.routeros.simulator.microdns.zone.ZoneStore} first. */
@NullMarked
package io.mkube.routeros.simulator.microdns.zone;

import org.jspecify.annotations.NullMarked;
