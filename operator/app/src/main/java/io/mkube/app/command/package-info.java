/** The commands that a person types. Read {@link io.mkube.app.command.MkubeCommand} first. */
@NullMarked
package io.mkube.app.command;

import org.jspecify.annotations.NullMarked;
