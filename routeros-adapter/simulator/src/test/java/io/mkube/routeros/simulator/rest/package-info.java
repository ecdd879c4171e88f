/** The parts of the REST view. */
@NullMarked
package io.mkube.routeros.simulator.rest;

import org.jspecify.annotations.NullMarked;
