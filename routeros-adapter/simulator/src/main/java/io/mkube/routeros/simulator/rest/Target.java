package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.Console;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.journal.Call.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a path below {@code /rest} points at.
 *
 * @param segments decoded path segments
 * @param place menu and what follows it; empty if there is no such menu
 */
record Target(List<String> segments, Optional<Console.Place> place) {
  private static final Set<String> READING = Set.of("print", "get", "read");

  static Target of(List<String> segments, Console console) {
    return new Target(List.copyOf(segments), console.find(segments));
  }

  String menu() {
    return place.map(found -> found.menu().path()).orElse("");
  }

  /** The console command that a request becomes. */
  String command(HttpCall call) {
    return switch (call.method()) {
      case "GET" -> rest().isEmpty() ? "print" : "get";
      case "PUT" -> "add";
      case "PATCH" -> "set";
      case "DELETE" -> "remove";
      default -> rest().isEmpty() ? "" : rest().getLast();
    };
  }

  Kind kind(HttpCall call) {
    boolean reads = call.method().equals("GET") || READING.contains(command(call));
    return reads ? Kind.READ : Kind.WRITE;
  }

  private List<String> rest() {
    return place.map(Console.Place::rest).orElse(List.of());
  }
}
