/**
 * Containers: images, states, mounts, variables. Read {@link
 * io.mkube.routeros.simulator.container.Lifecycle} first.
 */
@NullMarked
package io.mkube.routeros.simulator.container;

import org.jspecify.annotations.NullMarked;
