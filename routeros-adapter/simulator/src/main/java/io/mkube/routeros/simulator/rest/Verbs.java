package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Console;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.Menu.Verb;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.http.HttpReply;
import io.mkube.routeros.simulator.http.HttpReply.Answer;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the five HTTP methods into console commands and their results into answers. */
final class Verbs {
  private final World world;
  private final Faults faults;
  private final PostCommands post;

  Verbs(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.post = new PostCommands(world);
  }

  Answer run(HttpCall call, Console.Place place) {
    return switch (call.method()) {
      case "GET" -> get(call, place);
      case "PUT" -> put(call, place);
      case "PATCH" -> patch(call, place);
      case "DELETE" -> delete(place);
      case "POST" -> post(call, place);
      default -> throw CommandException.status(405, "");
    };
  }

  private Answer get(HttpCall call, Console.Place place) {
    Menu menu = place.menu();
    Selection selection = Selection.of(call.parameters());
    if (menu.settings()) {
      if (!place.rest().isEmpty()) {
        throw CommandException.notFound();
      }
      Row row = world.transaction(() -> menu.rows().getFirst());
      return printing().object(200, row, selection.properties());
    }
    if (!place.rest().isEmpty()) {
      Row row = world.transaction(() -> row(menu, place));
      return printing().object(200, row, selection.properties());
    }
    List<Row> rows =
        world.transaction(
            () -> selection.single().map(name -> named(menu, name)).orElseGet(menu::rows));
    return printing().list(200, selection.rows(rows), selection.properties());
  }

  private Answer put(HttpCall call, Console.Place place) {
    Menu menu = place.menu();
    if (!place.rest().isEmpty()) {
      throw CommandException.status(400, "no such command");
    }
    if (!menu.verbs().contains(Verb.ADD)) {
      throw CommandException.noVerb("add");
    }
    Map<String, String> arguments = Body.of(call).arguments();
    menu.prepare(arguments);
    Row row = world.transaction(() -> menu.add(arguments));
    return printing().object(201, row, Set.of());
  }

  private Answer patch(HttpCall call, Console.Place place) {
    Menu menu = place.menu();
    if (!menu.verbs().contains(Verb.SET)) {
      throw CommandException.noVerb("set");
    }
    if (menu.settings() || place.rest().isEmpty()) {
      throw CommandException.status(400, "missing or invalid resource identifier");
    }
    Map<String, String> arguments = partial(Body.of(call).arguments());
    Row row = world.transaction(() -> menu.set(row(menu, place), arguments));
    return printing().object(200, row, Set.of());
  }

  private Answer delete(Console.Place place) {
    Menu menu = place.menu();
    if (!menu.verbs().contains(Verb.REMOVE)) {
      throw CommandException.noVerb("remove");
    }
    if (place.rest().isEmpty()) {
      throw CommandException.status(400, "missing or invalid resource identifier");
    }
    world.run(
        () -> {
          try {
            menu.remove(row(menu, place));
          } catch (CommandException e) {
            throw e.detail().equals("no such item") ? CommandException.notFound() : e;
          }
        });
    return (Answer) HttpReply.empty(204);
  }

  private Answer post(HttpCall call, Console.Place place) {
    if (place.rest().size() != 1) {
      throw CommandException.noSuchCommand();
    }
    Body body = Body.of(call);
    String command = place.rest().getFirst();
    Selection selection = Selection.of(body.words());
    return switch (post.run(place.menu(), command, body.arguments())) {
      case CommandResult.Nothing ignored -> printing().list(200, List.of(), Set.of());
      case CommandResult.Returned returned ->
          (Answer) HttpReply.json(200, Map.of("ret", returned.value()));
      case CommandResult.Rows rows ->
          printing().list(200, selection.rows(rows.rows()), selection.properties());
    };
  }

  /** What a filter by name or id can find; the cost of the walk is in the latency. */
  private static List<Row> named(Menu menu, String idOrName) {
    try {
      return menu.find(idOrName).stream().toList();
    } catch (CommandException e) {
      return List.of();
    }
  }

  private static Row row(Menu menu, Console.Place place) {
    String idOrName = String.join("/", place.rest());
    return menu.find(idOrName).orElseThrow(CommandException::notFound);
  }

  private Map<String, String> partial(Map<String, String> arguments) {
    if (arguments.size() < 2 || !faults.strikes(Fault.PARTIAL_PATCH)) {
      return arguments;
    }
    Map<String, String> fewer = new LinkedHashMap<>(arguments);
    fewer.remove(new ArrayList<>(arguments.keySet()).getLast());
    return fewer;
  }

  private Printing printing() {
    return new Printing(faults.strikes(Fault.CONTROL_CHARACTERS));
  }
}
