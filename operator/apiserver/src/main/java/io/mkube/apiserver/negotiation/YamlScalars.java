package io.mkube.apiserver.negotiation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What plain words of YAML mean to Go's decoder, which knows neither sexagesimal numbers nor times,
 * reads octal numbers in both spellings, and takes {@code y} and {@code n} for truth values.
 */
final class YamlScalars {
  /** Tag of words that are neither quoted nor have a tag. */
  static final Tag PLAIN = new Tag("!plain");

  /** Leaves it to this class what plain words mean. */
  static final class PlainWords extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
    }
  }

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSES =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern BEYOND = Pattern.compile("([+-]?)\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))");
  private static final int[] BASES = {16, 2, 8, 10};
  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE);

  /** Whole numbers from here on are written with an exponent by Go, and read as fractions. */
  private static final double EXPONENT_FROM = 1e21;

  private YamlScalars() {}

  /** The value of a scalar; its tag decides if it has one. */
  static JsonNode value(ScalarNode scalar) throws IOException {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(PLAIN)) {
      return plain(text);
    }
    if (tag.equals(Tag.BINARY)) {
      return binary(text);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || isNull(tag)) {
      JsonNode value = plain(text);
      if (!fits(tag, value)) {
        throw new IOException(
            "yaml: cannot decode %s `%s` as a %s".formatted(name(value), text, shortened(tag)));
      }
      return value;
    }
    return NODES.textNode(text);
  }

  /** The name of a field, which JSON has as text. */
  static Optional<String> key(ScalarNode scalar) throws IOException {
    JsonNode value = value(scalar);
    if (value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(value.isDouble() ? shortest(value.doubleValue()) : value.asText());
  }

  private static JsonNode plain(String text) throws IOException {
    if (NULLS.contains(text)) {
      return NODES.nullNode();
    }
    if (TRUES.contains(text) || FALSES.contains(text)) {
      return NODES.booleanNode(TRUES.contains(text));
    }
    char first = text.charAt(0);
    if (first != '+' && first != '-' && first != '.' && (first < '0' || first > '9')) {
      return NODES.textNode(text);
    }
    var beyond = BEYOND.matcher(text);
    if (beyond.matches()) {
      String number =
          beyond.group(2) == null ? "NaN" : ("-".equals(beyond.group(1)) ? "-Inf" : "+Inf");
      throw new IOException("json: unsupported value: " + number);
    }
    return number(first == '.' ? text : text.replace("_", ""))
        .orElseGet(() -> NODES.textNode(text));
  }

  private static Optional<JsonNode> number(String text) {
    var integer = INTEGER.matcher(text);
    if (integer.matches()) {
      for (int i = 0; i < BASES.length; i++) {
        String digits = integer.group(i + 2);
        if (digits != null) {
          BigInteger value = new BigInteger(integer.group(1) + digits, BASES[i]);
          boolean signed = !integer.group(1).isEmpty();
          if (value.bitLength() < Long.SIZE || (!signed && value.compareTo(UNSIGNED_LIMIT) < 0)) {
            return Optional.of(whole(value));
          }
        }
      }
    }
    if (!FLOAT.matcher(text).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      return Optional.empty();
    }
    boolean written = value == Math.rint(value) && Math.abs(value) < EXPONENT_FROM;
    return Optional.of(
        written ? whole(new BigDecimal(value).toBigInteger()) : NODES.numberNode(value));
  }

  private static JsonNode whole(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return NODES.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  private static JsonNode binary(String text) throws IOException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
      return NODES.textNode(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException("yaml: !!binary value contains invalid base64 data", e);
    }
  }

  private static boolean isNull(Tag tag) {
    return tag.equals(Tag.NULL);
  }

  private static boolean fits(Tag tag, JsonNode value) {
    if (tag.equals(Tag.INT)) {
      return value.isIntegralNumber();
    }
    if (tag.equals(Tag.FLOAT)) {
      return value.isNumber();
    }
    return isNull(tag) ? value.isNull() : value.isBoolean();
  }

  private static String name(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> "!!null";
      case BOOLEAN -> "!!bool";
      case NUMBER -> value.isIntegralNumber() ? "!!int" : "!!float";
      default -> "!!str";
    };
  }

  private static String shortened(Tag tag) {
    return "!!" + tag.getValue().substring(Tag.PREFIX.length());
  }

  /** As Go prints it in 32 bits. */
  private static String shortest(double value) {
    return new BigDecimal(Float.toString((float) value)).stripTrailingZeros().toPlainString();
  }
}
