/**
 * Rows, tables, ids and time of one device. Read {@link io.mkube.routeros.simulator.world.World}
 * first.
 */
@NullMarked
package io.mkube.routeros.simulator.world;

import org.jspecify.annotations.NullMarked;
