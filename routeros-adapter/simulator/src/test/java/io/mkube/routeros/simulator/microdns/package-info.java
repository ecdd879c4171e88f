/** The simulated microdns seen from outside, over its sockets. */
@NullMarked
package io.mkube.routeros.simulator.microdns;

import org.jspecify.annotations.NullMarked;
