/**
 * What a command shares with the terminal it runs in: failures as one line, logs, the signal to
 * stop. Read {@link io.mkube.app.console.CommandException} first.
 */
@NullMarked
package io.mkube.app.console;

import org.jspecify.annotations.NullMarked;
