/** Version, identity, log, boot. Read {@link io.mkube.routeros.simulator.system.Boot} first. */
@NullMarked
package io.mkube.routeros.simulator.system;

import org.jspecify.annotations.NullMarked;
