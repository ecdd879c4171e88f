package io.mkube.routeros.simulator.rest;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.json.JsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments in a request body.
 *
 * @param arguments arguments as texts, in the order sent
 * @param words {@code .query} and {@code .proplist}
 */
record Body(Map<String, String> arguments, Map<String, List<String>> words) {
  /**
   * Reads a JSON object; no body means no arguments.
   *
   * @throws CommandException 415 without a JSON content type, 400 for text that is not an object
   */
  static Body of(HttpCall call) {
    if (call.body().length == 0) {
      if (call.method().equals("PUT")) {
        throw CommandException.status(415, "");
      }
      return new Body(Map.of(), Map.of());
    }
    if (!call.headers().value("Content-Type").startsWith("application/json")) {
      throw CommandException.status(415, "");
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    Map<String, List<String>> words = new LinkedHashMap<>();
    parse(call.body())
        .forEach(
            (name, value) -> {
              if (name.equals(".query") || name.equals(".proplist")) {
                words.put(name, list(name, value));
              } else if (value != null) {
                arguments.put(name, text(name, value));
              }
            });
    return new Body(arguments, words);
  }

  private static Map<String, @Nullable Object> parse(byte[] text) {
    try {
      return Json.parseObject(text);
    } catch (JsonException e) {
      // The device's own wording is not known (inferred).
      throw CommandException.status(400, "invalid JSON: " + e.getMessage());
    }
  }

  private static List<String> list(String name, @Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(element -> text(name, element)).toList();
      default -> List.of(text(name, value));
    };
  }

  private static String text(String name, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean flag -> flag.toString();
      case Json.JsonNumber number -> number.text();
      case null, default -> throw CommandException.invalid(name);
    };
  }
}
