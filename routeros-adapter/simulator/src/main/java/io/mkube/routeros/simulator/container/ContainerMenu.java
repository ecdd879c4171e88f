package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.menu.TableMenu;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /container}: rows that come and go slowly, and commands. */
final class ContainerMenu implements Menu {
  private final TableMenu rows;
  private final World world;
  private final Lifecycle lifecycle;
  private final Extraction extraction;
  private final RouterOsVersion version;

  ContainerMenu(TableMenu rows, Device device, Lifecycle lifecycle, Extraction extraction) {
    this.rows = rows;
    this.world = device.world();
    this.version = device.version();
    this.lifecycle = lifecycle;
    this.extraction = extraction;
  }

  @Override
  public String path() {
    return rows.path();
  }

  @Override
  public Set<Verb> verbs() {
    return rows.verbs();
  }

  @Override
  public List<Row> rows() {
    return rows.rows();
  }

  @Override
  public int rowsWalked() {
    return rows.rowsWalked();
  }

  @Override
  public Optional<Row> find(String idOrName) {
    return rows.find(idOrName);
  }

  @Override
  public void prepare(Map<String, String> arguments) {
    extraction.prepare(arguments.getOrDefault("file", ""));
  }

  @Override
  public Row add(Map<String, String> arguments) {
    return rows.add(arguments);
  }

  @Override
  public Row set(Row row, Map<String, String> arguments) {
    return rows.set(row, arguments);
  }

  @Override
  public void remove(Row row) {
    lifecycle.remove(row);
  }

  @Override
  public void unset(Row row, String property) {
    rows.unset(row, property);
  }

  @Override
  public Set<String> commands() {
    Set<String> commands = new TreeSet<>(List.of("start", "stop"));
    if (version.since(20)) {
      commands.add("repull");
    }
    if (version.since(21)) {
      commands.addAll(List.of("kill", "update"));
    }
    if (version.since(23)) {
      commands.add("restart");
    }
    return commands;
  }

  @Override
  public CommandResult command(String name, Map<String, String> arguments) {
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    List<String> wanted = selected(name, rest);
    if (name.equals("repull")) {
      extraction.prepare(rest.getOrDefault("file", ""));
    }
    world.run(
        () -> {
          for (String idOrName : wanted) {
            run(name, find(idOrName).orElseThrow(CommandException::noSuchItem), rest);
          }
        });
    return new CommandResult.Nothing();
  }

  private void run(String name, Row row, Map<String, String> arguments) {
    for (String argument : arguments.keySet()) {
      boolean known =
          (name.equals("kill") && argument.equals("signal"))
              || (name.equals("repull") && Set.of("file", "remote-image").contains(argument));
      if (!known) {
        throw CommandException.unknownParameter(argument);
      }
    }
    switch (name) {
      case "start" -> lifecycle.start(row);
      case "stop" -> lifecycle.stop(row);
      case "restart" -> lifecycle.restart(row);
      case "kill" -> lifecycle.exit(row, 137);
      case "update" -> lifecycle.repull(row, extraction.image(row.values()));
      case "repull" -> {
        Map<String, String> source = arguments.isEmpty() ? row.values() : arguments;
        lifecycle.repull(row, extraction.image(source));
      }
      default -> throw CommandException.noSuchCommand();
    }
  }

  /** The rows that a command names, by the argument names that its release has. */
  private List<String> selected(String command, Map<String, String> arguments) {
    List<String> names = new ArrayList<>(List.of(".id"));
    boolean many =
        command.equals("restart")
            || (version.since(20) && (command.equals("start") || command.equals("stop")));
    names.add(many ? "numbers" : "number");
    for (String name : names) {
      String value = arguments.remove(name);
      if (value != null) {
        return List.of(value.split(",", -1));
      }
    }
    throw CommandException.missing(names.getLast());
  }
}
