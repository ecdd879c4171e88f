package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.schema.pattern.TextPattern;
import io.mkube.apiserver.types.JsonNumbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks one value against the limits of its schema node. */
final class ValueChecks {
  private ValueChecks() {}

  static void check(SchemaNode schema, JsonNode value, String path, List<FieldError> errors) {
    ValueLimits limits = schema.limits();
    checkEnum(limits, value, path, errors);
    if (value.isNumber()) {
      Optional<BigDecimal> number = JsonNumbers.decimal(value);
      if (number.isPresent()) {
        checkNumber(limits, number.get(), value, path, errors);
      } else {
        errors.add(invalid(path, value, "should be in the range of float64"));
      }
    } else if (value.isTextual()) {
      checkText(limits, value, path, errors);
    } else if (value.isArray()) {
      checkSize(limits.minItems(), limits.maxItems(), "items", value, path, errors);
    } else if (value.isObject()) {
      checkSize(limits.minProperties(), limits.maxProperties(), "properties", value, path, errors);
    }
  }

  private static void checkEnum(
      ValueLimits limits, JsonNode value, String path, List<FieldError> errors) {
    List<JsonNode> allowed = limits.allowed();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> same(one, value))) {
      String supported =
          allowed.stream().map(ValueChecks::quoted).collect(Collectors.joining(", "));
      errors.add(FieldError.notSupported(path, value.toString(), supported));
    }
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.equals(b) || JsonNumbers.sameNumber(a, b);
  }

  private static String quoted(JsonNode value) {
    return "\"" + value.asText() + "\"";
  }

  private static void checkNumber(
      ValueLimits limits, BigDecimal number, JsonNode value, String path, List<FieldError> errors) {
    BigDecimal maximum = limits.maximum();
    if (maximum != null && exceeds(number.compareTo(maximum), limits.exclusiveMaximum())) {
      String detail =
          limits.exclusiveMaximum() ? "should be less than " : "should be less than or equal to ";
      errors.add(invalid(path, value, detail + plain(maximum)));
    }
    BigDecimal minimum = limits.minimum();
    if (minimum != null && exceeds(minimum.compareTo(number), limits.exclusiveMinimum())) {
      String detail =
          limits.exclusiveMinimum()
              ? "should be greater than "
              : "should be greater than or equal to ";
      errors.add(invalid(path, value, detail + plain(minimum)));
    }
    BigDecimal step = limits.multipleOf();
    if (step != null && step.signum() > 0 && number.remainder(step).signum() != 0) {
      errors.add(invalid(path, value, "should be a multiple of " + plain(step)));
    }
    if (limits.format().equals("int32") && isBeyondInt(number)) {
      errors.add(
          FieldError.invalid(
              "<nil>",
              "\"\"",
              "Checked value must be of type integer with format int32 in " + path));
    }
  }

  private static boolean isBeyondInt(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
        || number.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) < 0;
  }

  private static boolean exceeds(int comparison, boolean exclusive) {
    return exclusive ? comparison >= 0 : comparison > 0;
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    // An exponent of a million would print a million zeros.
    return Math.abs(stripped.scale()) > 30 ? stripped.toString() : stripped.toPlainString();
  }

  private static void checkText(
      ValueLimits limits, JsonNode value, String path, List<FieldError> errors) {
    String text = value.textValue();
    long length = text.codePointCount(0, text.length());
    Long maxLength = limits.maxLength();
    if (maxLength != null && length > maxLength) {
      errors.add(
          new FieldError(
              Reason.TOO_LONG, path, "Too long: may not be more than " + maxLength + " bytes"));
    }
    Long minLength = limits.minLength();
    if (minLength != null && length < minLength) {
      errors.add(invalid(path, value, "should be at least " + minLength + " chars long"));
    }
    TextPattern pattern = limits.pattern();
    if (pattern != null && !pattern.isIn(text)) {
      errors.add(invalid(path, value, "should match '" + pattern.source() + "'"));
    }
    if (!limits.format().isEmpty() && !Formats.fits(limits.format(), text)) {
      errors.add(
          FieldError.typeInvalid(
              path,
              value.toString(),
              path + " in body must be of type " + limits.format() + ": " + value));
    }
  }

  private static void checkSize(
      @Nullable Long min,
      @Nullable Long max,
      String what,
      JsonNode value,
      String path,
      List<FieldError> errors) {
    if (max != null && value.size() > max) {
      errors.add(
          new FieldError(
              Reason.TOO_MANY,
              path,
              "Too many: " + value.size() + ": must have at most " + max + " items"));
    }
    if (min != null && value.size() < min) {
      errors.add(invalid(path, value, "should have at least " + min + " " + what));
    }
  }

  private static FieldError invalid(String path, JsonNode value, String detail) {
    String shown = value.isContainerNode() ? Integer.toString(value.size()) : value.toString();
    return FieldError.invalid(path, shown, path + " in body " + detail);
  }
}
