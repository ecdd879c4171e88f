/** What was called. Read {@link io.mkube.routeros.simulator.journal.CallJournal} first. */
@NullMarked
package io.mkube.routeros.simulator.journal;

import org.jspecify.annotations.NullMarked;
