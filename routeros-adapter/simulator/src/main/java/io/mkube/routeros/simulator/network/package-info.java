/**
 * Interfaces, bridges, addresses. Read {@link io.mkube.routeros.simulator.network.Interfaces}
 * first.
 */
@NullMarked
package io.mkube.routeros.simulator.network;

import org.jspecify.annotations.NullMarked;
