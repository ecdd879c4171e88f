package io.mkube.routeros.simulator.system;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.world.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /system}: a menu of commands only. */
final class SystemCommands implements Menu {
  private final Runnable reboot;

  SystemCommands(Runnable reboot) {
    this.reboot = reboot;
  }

  @Override
  public String path() {
    return "/system";
  }

  @Override
  public Set<Verb> verbs() {
    return Set.of();
  }

  @Override
  public List<Row> rows() {
    throw CommandException.notFound();
  }

  @Override
  public Optional<Row> find(String idOrName) {
    return Optional.empty();
  }

  @Override
  public Set<String> commands() {
    return Set.of("reboot");
  }

  @Override
  public CommandResult command(String name, Map<String, String> arguments) {
    reboot.run();
    return new CommandResult.Nothing();
  }
}
