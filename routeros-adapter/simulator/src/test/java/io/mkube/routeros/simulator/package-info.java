/** The simulator seen from outside, over its sockets. */
@NullMarked
package io.mkube.routeros.simulator;

import org.jspecify.annotations.NullMarked;
