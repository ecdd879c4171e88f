package io.mkube.iso9660.cli;

import java.util.Iterator;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259), two spaces a level. */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  static String of(Object value) {
    return of(value, "");
  }

  /** The value as it stands in something that is indented already. */
  static String of(Object value, String indent) {
    Json json = new Json();
    json.write(value, indent);
    return json.text.toString();
  }

  private void write(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map -> writeMap(map, indent);
      case Iterable<?> list -> writeList(list, indent);
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> writeText(value.toString());
    }
  }

  private void writeMap(Map<?, ?> map, String indent) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    String separator = "{\n";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator).append(indent).append("  ");
      writeText(entry.getKey().toString());
      text.append(": ");
      write(entry.getValue(), indent + "  ");
      separator = ",\n";
    }
    text.append('\n').append(indent).append('}');
  }

  private void writeList(Iterable<?> list, String indent) {
    Iterator<?> items = list.iterator();
    if (!items.hasNext()) {
      text.append("[]");
      return;
    }
    String separator = "[\n";
    while (items.hasNext()) {
      text.append(separator).append(indent).append("  ");
      write(items.next(), indent + "  ");
      separator = ",\n";
    }
    text.append('\n').append(indent).append(']');
  }

  private void writeText(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !paired(value, i))) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean paired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }
}
