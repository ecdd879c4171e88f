package io.mkube.apiserver.rbac;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in messages, in the form of Go's {@code %q}. */
final class Quoted {
  private Quoted() {}

  static String list(List<String> values) {
    return values.stream()
        .map(value -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
