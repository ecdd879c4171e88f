package io.mkube.apiserver.cel.validation;

import io.mkube.apiserver.cel.ValueType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code fieldPath}: {@code .spec.size}, {@code .labels['a.b']}. */
final class FieldPath {
  private final String source;
  private final StringBuilder normal = new StringBuilder();
  private int at;
  private @Nullable ValueType type;

  private FieldPath(String source, ValueType type) {
    this.source = source;
    this.type = type;
  }

  /** The path as messages show it, without a leading dot; empty if it names no field. */
  static Optional<String> normalise(String source, ValueType type) {
    FieldPath path = new FieldPath(source, type);
    while (path.at < source.length()) {
      if (!path.step()) {
        return Optional.empty();
      }
    }
    return path.normal.isEmpty() ? Optional.empty() : Optional.of(path.normal.toString());
  }

  private boolean step() {
    if (source.charAt(at) == '.') {
      int start = ++at;
      while (at < source.length() && source.charAt(at) != '.' && source.charAt(at) != '[') {
        at++;
      }
      return enter(source.substring(start, at));
    }
    if (!source.startsWith("['", at)) {
      return false;
    }
    at += 2;
    StringBuilder name = new StringBuilder();
    while (at < source.length() && source.charAt(at) != '\'') {
      if (source.charAt(at) == '\\' && at + 1 < source.length()) {
        at++;
        name.append(unescaped(source.charAt(at++)));
      } else {
        name.append(source.charAt(at++));
      }
    }
    if (!source.startsWith("']", at)) {
      return false;
    }
    at += 2;
    return enter(name.toString());
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000B';
      default -> letter;
    };
  }

  private boolean enter(String name) {
    if (type instanceof ValueType.MapOf map) {
      type = map.value();
      normal.append('[').append(name).append(']');
      return true;
    }
    ValueType.Field field =
        type instanceof ValueType.Fields fields ? fields.fields().get(name) : null;
    if (field == null) {
      return false;
    }
    type = field.type();
    normal.append(normal.isEmpty() ? "" : ".").append(name);
    return true;
  }
}
