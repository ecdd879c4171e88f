package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.Console;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.journal.CallJournal;
import io.mkube.routeros.simulator.system.Boot;
import io.mkube.routeros.simulator.world.World;
import java.time.Duration;

/**
 * What the web service of a device stands on.
 *
 * @param world tables
 * @param console menus
 * @param boot boot state
 * @param faults what goes wrong
 * @param journal where calls are noted
 * @param credentials the one user
 * @param timeLimit after how long a command is cut
 */
public record WebService(
    World world,
    Console console,
    Boot boot,
    Faults faults,
    CallJournal journal,
    Credentials credentials,
    Duration timeLimit) {}
