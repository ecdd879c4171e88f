package io.mkube.apiserver.fieldset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a path: a field, an element of a list that is found by key fields, an element of a
 * set that is its own key, or an index. Immutable; equal elements have equal {@linkplain #encoded
 * text}.
 */
public final class PathElement implements Comparable<PathElement> {
  private static final Comparator<Map.Entry<String, JsonNode>> BY_NAME =
      (a, b) -> compareText(a.getKey(), b.getKey());

  private final String encoded;
  private @Nullable JsonNode parsed;

  private PathElement(String encoded, @Nullable JsonNode parsed) {
    this.encoded = encoded;
    this.parsed = parsed;
  }

  /** The field of an object or the key of a map. */
  public static PathElement field(String name) {
    return new PathElement("f:".concat(name), null);
  }

  /** The element of a set that has this value. */
  public static PathElement value(JsonNode scalar) {
    StringBuilder text = new StringBuilder("v:");
    append(text, scalar);
    return new PathElement(text.toString(), scalar);
  }

  /**
   * The element of a list with these key fields.
   *
   * @param names names of the fields, sorted
   * @param values their values, scalars
   */
  public static PathElement key(List<String> names, List<JsonNode> values) {
    StringBuilder text = new StringBuilder("k:{");
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      appendText(text, names.get(i));
      text.append(':');
      append(text, values.get(i));
    }
    return new PathElement(text.append('}').toString(), null);
  }

  /**
   * Reads the form used in {@code fieldsV1}; what was written differently from {@link #encoded} is
   * brought into that form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PathElement parse(String text) {
    if (text.startsWith("f:")) {
      return new PathElement(text, null);
    }
    String rest = text.length() < 2 ? "" : text.substring(2);
    if (text.startsWith("v:")) {
      return value(scalar(rest));
    }
    if (text.startsWith("i:")) {
      return new PathElement("i:" + Integer.parseInt(rest), null);
    }
    if (!text.startsWith("k:") || !scalar(rest).isObject()) {
      throw new IllegalArgumentException("no element of a path: " + text);
    }
    List<Map.Entry<String, JsonNode>> fields = sorted(scalar(rest));
    return key(
        fields.stream().map(Map.Entry::getKey).toList(),
        fields.stream().map(Map.Entry::getValue).toList());
  }

  /** Takes text that this class has written. */
  static PathElement written(String encoded) {
    return new PathElement(encoded, null);
  }

  /** The form used in {@code fieldsV1}, such as {@code f:spec} or {@code k:{"name":"a"}}. */
  public String encoded() {
    return encoded;
  }

  /** Whether this is the field of an object or the key of a map. */
  public boolean isField() {
    return encoded.charAt(0) == 'f';
  }

  /** Whether this finds an element of a list by key fields. */
  public boolean isKey() {
    return encoded.charAt(0) == 'k';
  }

  /** The name of a {@linkplain #isField field}. */
  public String name() {
    return encoded.substring(2);
  }

  /** As in messages: {@code .spec}, {@code [name="a"]}, {@code [="x"]} or {@code [0]}. */
  @Override
  public String toString() {
    return switch (encoded.charAt(0)) {
      case 'f' -> "." + name();
      case 'v' -> "[=" + name() + "]";
      case 'i' -> "[" + name() + "]";
      default -> {
        StringBuilder text = new StringBuilder("[");
        for (var field : json().properties()) {
          text.append(text.length() > 1 ? "," : "").append(field.getKey()).append('=');
          append(text, field.getValue());
        }
        yield text.append(']').toString();
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathElement element && encoded.equals(element.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** Fields first, then keys, values and indexes; each by its value. */
  @Override
  public int compareTo(PathElement other) {
    char kind = encoded.charAt(0);
    if (kind != other.encoded.charAt(0)) {
      return Integer.compare(rank(kind), rank(other.encoded.charAt(0)));
    }
    if (encoded.equals(other.encoded)) {
      return 0;
    }
    int order =
        switch (kind) {
          case 'f' -> compareText(encoded, other.encoded);
          case 'i' -> Integer.compare(Integer.parseInt(name()), Integer.parseInt(other.name()));
          case 'v' -> compareScalars(json(), other.json());
          default -> compareKeys(json(), other.json());
        };
    return order == 0 ? compareText(encoded, other.encoded) : order;
  }

  private static int rank(char kind) {
    return "fkvi".indexOf(kind);
  }

  private JsonNode json() {
    JsonNode known = parsed;
    if (known == null) {
      known = scalar(name());
      parsed = known;
    }
    return known;
  }

  private static JsonNode scalar(String text) {
    try {
      JsonNode value = Json.MAPPER.readTree(text);
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("a path element without value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON in a path element: " + text, e);
    }
  }

  private static List<Map.Entry<String, JsonNode>> sorted(JsonNode object) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
    fields.sort(BY_NAME);
    return fields;
  }

  private static int compareKeys(JsonNode a, JsonNode b) {
    Iterator<Map.Entry<String, JsonNode>> left = a.properties().iterator();
    Iterator<Map.Entry<String, JsonNode>> right = b.properties().iterator();
    while (left.hasNext() && right.hasNext()) {
      Map.Entry<String, JsonNode> one = left.next();
      Map.Entry<String, JsonNode> two = right.next();
      int order = compareText(one.getKey(), two.getKey());
      if (order == 0) {
        order = compareScalars(one.getValue(), two.getValue());
      }
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  /** Numbers, then texts, then booleans, then the rest. */
  private static int compareScalars(JsonNode a, JsonNode b) {
    int order = Integer.compare(rank(a), rank(b));
    if (order != 0) {
      return order;
    }
    if (a.isNumber()) {
      return a.isIntegralNumber() && b.isIntegralNumber()
          ? a.bigIntegerValue().compareTo(b.bigIntegerValue())
          : Double.compare(a.doubleValue(), b.doubleValue());
    }
    return a.isTextual()
        ? compareText(a.textValue(), b.textValue())
        : Boolean.compare(a.asBoolean(), b.asBoolean());
  }

  private static int rank(JsonNode scalar) {
    if (scalar.isNumber()) {
      return 0;
    }
    return scalar.isTextual() ? 1 : scalar.isBoolean() ? 2 : 3;
  }

  /** By code points, which is the order of the bytes in UTF-8. */
  static int compareText(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char one = a.charAt(i);
      char two = b.charAt(i);
      if (one != two) {
        boolean surrogate = Character.isSurrogate(one);
        return surrogate == Character.isSurrogate(two) ? one - two : surrogate ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  private static void append(StringBuilder text, JsonNode scalar) {
    if (scalar.isTextual()) {
      appendText(text, scalar.textValue());
    } else if (scalar.isInt()
        || scalar.isLong()
        || (scalar.isDouble() && scalar.doubleValue() == scalar.longValue())) {
      text.append(scalar.longValue());
    } else {
      text.append(scalar);
    }
  }

  private static void appendText(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        JsonStringEncoder.getInstance().quoteAsString(value.substring(i), text);
        break;
      }
      text.append(c);
    }
    text.append('"');
  }
}
