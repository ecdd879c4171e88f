package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/** Documents in the form in which Go prints its maps and slices. */
public final class GoValues {
  private GoValues() {}

  /** Such as {@code map[spec:map[replicas:a]]}; members are in the order of their names. */
  public static String text(JsonNode value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        out.append("map[");
        String separator = "";
        for (var member : sorted.entrySet()) {
          out.append(separator).append(member.getKey()).append(':');
          append(out, member.getValue());
          separator = " ";
        }
        out.append(']');
      }
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          out.append(i == 0 ? "" : " ");
          append(out, value.get(i));
        }
        out.append(']');
      }
      case NULL -> out.append("<nil>");
      default -> out.append(value.asText());
    }
  }
}
