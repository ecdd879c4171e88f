/**
 * What the adapter promises, checked against anything that behaves like the device: the simulator
 * in its own module, a real device with {@code -Drouteros.url=}. Read {@link
 * io.mkube.routeros.contract.RouterOsContract} first.
 */
@NullMarked
package io.mkube.routeros.contract;

import org.jspecify.annotations.NullMarked;
