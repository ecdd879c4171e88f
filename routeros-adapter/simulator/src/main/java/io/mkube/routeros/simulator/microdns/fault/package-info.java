/**
 * What goes wrong at a microdns. Read {@link
 * io.mkube.routeros.simulator.microdns.fault.MicroDnsFaults} first.
 */
@NullMarked
package io.mkube.routeros.simulator.microdns.fault;

import org.jspecify.annotations.NullMarked;
