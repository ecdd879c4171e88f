/**
 * JSON text to and from plain maps, lists and texts. Read {@link
 * io.mkube.routeros.simulator.json.Json} first.
 */
@NullMarked
package io.mkube.routeros.simulator.json;

import org.jspecify.annotations.NullMarked;
