/** The adapter's promises, kept on the simulator in all releases that are supported. */
@NullMarked
package io.mkube.routeros.simulator.contract;

import org.jspecify.annotations.NullMarked;
