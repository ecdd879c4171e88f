package io.mkube.apiserver.types;

import java.util.HashMap;
import java.util.Map;

/** What the published OpenAPI documents say of types and fields. Read only when asked for. */
public final class TypeDescriptions {
  private final Map<String, String> texts = new HashMap<>();

  private TypeDescriptions(String data) {
    String type = "";
    for (String line : data.lines().toList()) {
      int end = line.charAt(0) == '[' ? line.indexOf(']') + 1 : line.indexOf(' ');
      String text = line.substring(Math.min(line.length(), end + 1));
      if (line.charAt(0) == '[') {
        type = line.substring(1, end - 1);
        texts.put(type, unescaped(text));
      } else {
        texts.put(type + "/" + line.substring(0, end), unescaped(text));
      }
    }
  }

  /** The descriptions, read on each call; keep them no longer than a document is being made. */
  public static TypeDescriptions read() {
    return new TypeDescriptions(BuiltInTypes.resource("descriptions.txt"));
  }

  /** What a type is, {@code ""} when nothing is said. */
  public String ofType(ObjectType type) {
    return texts.getOrDefault(type.name(), "");
  }

  /** What a field of a type is, {@code ""} when nothing is said. */
  public String ofField(ObjectType type, String jsonName) {
    return texts.getOrDefault(type.name() + "/" + jsonName, "");
  }

  private static String unescaped(String text) {
    return text.indexOf('\\') < 0 ? text : text.replace("\\n", "\n").replace("\\\\", "\\");
  }
}
