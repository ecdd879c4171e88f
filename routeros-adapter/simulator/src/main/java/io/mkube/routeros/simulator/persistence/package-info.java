/**
 * What outlives the process: a locked folder with one append-only file. Read {@link
 * io.mkube.routeros.simulator.persistence.Journal} first.
 */
@NullMarked
package io.mkube.routeros.simulator.persistence;

import org.jspecify.annotations.NullMarked;
