package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Values in the form in which Go prints them, and so kube-apiserver in its messages. */
public final class GoText {
  private GoText() {}

  /** A list of strings. */
  public static String texts(JsonNode list) {
    return texts("string", list);
  }

  /** A list of values of a type that is a string underneath. */
  public static String texts(String type, JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(quoted(text.asText())));
    return list.isMissingNode() || list.isNull()
        ? "[]" + type + "(nil)"
        : "[]" + type + "{" + String.join(", ", texts) + "}";
  }

  /** Bytes, which JSON has in base 64. */
  public static String bytes(JsonNode base64) {
    if (base64.asText().isEmpty()) {
      return "[]byte(nil)";
    }
    StringJoiner text = new StringJoiner(", ", "[]byte{", "}");
    for (byte value : Base64.getMimeDecoder().decode(base64.asText())) {
      text.add("0x" + Integer.toHexString(value & 0xff));
    }
    return text.toString();
  }

  /** A list of numbers of a type. */
  public static String numbers(String type, JsonNode list) {
    List<String> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asText()));
    return "[]" + type + "{" + String.join(", ", numbers) + "}";
  }

  /** A toleration; how long it holds is a pointer in Go, which shows nothing of the number. */
  public static String toleration(JsonNode toleration) {
    StringBuilder text = new StringBuilder("core.Toleration{");
    for (String field : List.of("key", "operator", "value", "effect")) {
      String name = Character.toUpperCase(field.charAt(0)) + field.substring(1);
      text.append(name).append(':').append(quoted(toleration.path(field).asText())).append(", ");
    }
    String seconds = toleration.has("tolerationSeconds") ? "0xc000000000" : "nil";
    return text.append("TolerationSeconds:(*int64)(").append(seconds).append(")}").toString();
  }

  /** A number that may also be a percentage. */
  public static String amount(JsonNode amount) {
    return amount.isTextual()
        ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + quoted(amount.asText()) + "}"
        : "intstr.IntOrString{Type:0, IntVal:" + amount.asInt() + ", StrVal:\"\"}";
  }

  /** The strategy of a Deployment, of a type for which there is nothing else to say. */
  public static String strategy(String type) {
    return "apps.DeploymentStrategy{Type:"
        + quoted(type)
        + ", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}";
  }

  /** Amounts by what they are of. */
  public static String amounts(JsonNode map) {
    if (map.isEmpty()) {
      return "core.ResourceList(nil)";
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    map.properties()
        .forEach(entry -> sorted.put(entry.getKey(), quantity(entry.getValue().asText())));
    List<String> entries = new ArrayList<>();
    sorted.forEach((key, value) -> entries.add(quoted(key) + ":" + value));
    return "core.ResourceList{" + String.join(", ", entries) + "}";
  }

  /** An amount, which Go prints with all that it holds. */
  public static String quantity(String text) {
    Quantity quantity = Quantity.parse(text).orElseThrow();
    boolean binary = quantity.format() == Quantity.Format.BINARY_SI;
    BigDecimal amount =
        binary ? quantity.amount().setScale(0, RoundingMode.UP) : new BigDecimal(plain(text));
    int scale = binary ? 0 : -amount.scale() + exponent(text);
    String format =
        switch (quantity.format()) {
          case BINARY_SI -> "BinarySI";
          case DECIMAL_SI -> "DecimalSI";
          case DECIMAL_EXPONENT -> "DecimalExponent";
        };
    return "resource.Quantity{i:resource.int64Amount{value:"
        + amount.unscaledValue()
        + ", scale:"
        + scale
        + "}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"\", Format:\""
        + format
        + "\"}";
  }

  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && "+-.0123456789".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static String plain(String text) {
    return text.substring(0, digits(text));
  }

  private static int exponent(String text) {
    String suffix = text.substring(digits(text));
    if (suffix.length() > 1) {
      return Integer.parseInt(suffix.substring(1));
    }
    return suffix.isEmpty() ? 0 : ("num kMGTPE".indexOf(suffix) - 3) * 3;
  }

  /** Labels. */
  public static String labels(JsonNode map) {
    if (!map.isObject() || map.isEmpty()) {
      return "map[string]string" + (map.isObject() ? "{}" : "(nil)");
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    map.properties()
        .forEach(entry -> sorted.put(entry.getKey(), quoted(entry.getValue().asText())));
    List<String> entries = new ArrayList<>();
    sorted.forEach((key, value) -> entries.add(quoted(key) + ":" + value));
    return "map[string]string{" + String.join(", ", entries) + "}";
  }

  /** A label selector. */
  public static String selector(JsonNode selector) {
    List<String> expressions = new ArrayList<>();
    for (JsonNode expression : selector.path("matchExpressions")) {
      expressions.add(
          "v1.LabelSelectorRequirement{Key:"
              + quoted(expression.path("key").asText())
              + ", Operator:"
              + quoted(expression.path("operator").asText())
              + ", Values:"
              + texts(expression.path("values"))
              + "}");
    }
    return "v1.LabelSelector{MatchLabels:"
        + labels(selector.path("matchLabels"))
        + ", MatchExpressions:[]v1.LabelSelectorRequirement"
        + (expressions.isEmpty() ? "(nil)" : "{" + String.join(", ", expressions) + "}")
        + "}";
  }

  /** The role of a binding. */
  public static String roleReference(JsonNode reference) {
    return "rbac.RoleRef{APIGroup:"
        + quoted(reference.path("apiGroup").asText())
        + ", Kind:"
        + quoted(reference.path("kind").asText())
        + ", Name:"
        + quoted(reference.path("name").asText())
        + "}";
  }

  /** A time, by the second. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", "")
        + " +0000 UTC";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
