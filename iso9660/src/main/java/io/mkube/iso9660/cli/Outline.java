package io.mkube.iso9660.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what {@code info} knows for people to read. */
final class Outline {
  private Outline() {}

  static void print(Map<String, Object> info, PrintStream out) {
    for (Map.Entry<String, Object> entry : info.entrySet()) {
      switch (entry.getValue()) {
        case Map<?, ?> map -> {
          out.println(entry.getKey() + ":");
          map.forEach((key, value) -> printField(key, value, out));
        }
        case List<?> list when !list.isEmpty() -> {
          out.println(entry.getKey() + ":");
          list.forEach(item -> out.println("  " + OneLine.of(line(item))));
        }
        case List<?> list -> out.println(entry.getKey() + ": none");
        default -> out.println(entry.getKey() + ": " + OneLine.of(entry.getValue().toString()));
      }
    }
  }

  private static void printField(Object key, Object value, PrintStream out) {
    if (!value.toString().isEmpty()) {
      out.println("  " + key + ": " + OneLine.of(value.toString()));
    }
  }

  private static String line(Object item) {
    return item instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "))
        : item.toString();
  }
}
