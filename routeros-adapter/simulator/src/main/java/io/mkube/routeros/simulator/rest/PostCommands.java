package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.Menu.Verb;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The console commands that every menu has, reached by POST. */
final class PostCommands {
  private final World world;

  PostCommands(World world) {
    this.world = world;
  }

  CommandResult run(Menu menu, String command, Map<String, String> arguments) {
    if (menu.commands().contains(command)) {
      return menu.command(command, arguments);
    }
    return switch (command) {
      case "print" -> print(menu, arguments);
      case "get" -> get(menu, arguments);
      case "add" -> add(menu, arguments);
      case "set" -> set(menu, arguments);
      case "remove" -> each(menu, Verb.REMOVE, arguments, (row, rest) -> menu.remove(row));
      case "unset" -> unset(menu, arguments);
      case "enable" -> switched(menu, arguments, "false");
      case "disable" -> switched(menu, arguments, "true");
      case "comment" -> comment(menu, arguments);
      default -> throw CommandException.noSuchCommand();
    };
  }

  private CommandResult print(Menu menu, Map<String, String> arguments) {
    if (menu.settings()) {
      // Observed: print on a settings menu is an internal error over POST.
      throw CommandException.status(500, "");
    }
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    boolean countOnly = rest.remove("count-only") != null;
    rest.remove("detail");
    List<Row> rows = world.transaction(() -> menu.rows(rest));
    return countOnly
        ? new CommandResult.Returned(Integer.toString(rows.size()))
        : new CommandResult.Rows(rows);
  }

  private CommandResult get(Menu menu, Map<String, String> arguments) {
    String property = arguments.get("value-name");
    if (property == null) {
      throw CommandException.missing("value-name");
    }
    String value =
        world.transaction(
            () -> {
              Row row =
                  menu.settings()
                      ? menu.rows().getFirst()
                      : find(menu, new LinkedHashMap<>(arguments)).getFirst();
              return row.value(property);
            });
    return new CommandResult.Returned(value);
  }

  private CommandResult add(Menu menu, Map<String, String> arguments) {
    require(menu, Verb.ADD);
    menu.prepare(arguments);
    Row row = world.transaction(() -> menu.add(arguments));
    return new CommandResult.Returned(row.id().toString());
  }

  private CommandResult set(Menu menu, Map<String, String> arguments) {
    require(menu, Verb.SET);
    if (menu.settings()) {
      world.run(() -> menu.set(menu.rows().getFirst(), arguments));
      return new CommandResult.Nothing();
    }
    return each(menu, Verb.SET, arguments, menu::set);
  }

  private CommandResult unset(Menu menu, Map<String, String> arguments) {
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    String property = rest.remove("value-name");
    if (property == null) {
      throw CommandException.missing("value-name");
    }
    return each(menu, Verb.UNSET, rest, (row, none) -> menu.unset(row, property));
  }

  private CommandResult switched(Menu menu, Map<String, String> arguments, String disabled) {
    return each(
        menu, Verb.ENABLE, arguments, (row, none) -> menu.set(row, Map.of("disabled", disabled)));
  }

  private CommandResult comment(Menu menu, Map<String, String> arguments) {
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    String comment = rest.remove("comment");
    Map<String, String> change = Map.of("comment", comment == null ? "" : comment);
    return each(menu, Verb.COMMENT, rest, (row, none) -> menu.set(row, change));
  }

  private CommandResult each(
      Menu menu, Verb verb, Map<String, String> arguments, RowCommand command) {
    require(menu, verb);
    Map<String, String> rest = new LinkedHashMap<>(arguments);
    world.run(() -> find(menu, rest).forEach(row -> command.run(row, rest)));
    return new CommandResult.Nothing();
  }

  /** The rows that the arguments name; takes those arguments out. */
  private static List<Row> find(Menu menu, Map<String, String> arguments) {
    String names = selector(arguments);
    if (names == null) {
      throw CommandException.missing(".id");
    }
    List<Row> rows = new ArrayList<>();
    // A name may hold a comma: the whole text comes first.
    menu.find(names).ifPresent(rows::add);
    if (rows.isEmpty()) {
      for (String name : names.split(",", -1)) {
        rows.add(menu.find(name).orElseThrow(CommandException::noSuchItem));
      }
    }
    return rows;
  }

  private static @Nullable String selector(Map<String, String> arguments) {
    for (String name : List.of(".id", "numbers")) {
      String value = arguments.remove(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static void require(Menu menu, Verb verb) {
    if (!menu.verbs().contains(verb)) {
      throw CommandException.noSuchCommand();
    }
  }

  private interface RowCommand {
    void run(Row row, Map<String, String> arguments);
  }
}
