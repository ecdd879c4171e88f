/**
 * The REST view of the console. Read {@link io.mkube.routeros.simulator.rest.RestHandler} first.
 */
@NullMarked
package io.mkube.routeros.simulator.rest;

import org.jspecify.annotations.NullMarked;
