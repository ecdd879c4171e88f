package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.types.JsonNumbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
        checkNumber(schema, number.get(), value, path, errors);
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
      SchemaNode schema, BigDecimal number, JsonNode value, String path, List<FieldError> errors) {
    ValueLimits limits = schema.limits();
    // Integers are compared as such, with what is left of a limit.
    boolean whole = TypeNames.isLong(value);
    BigDecimal maximum = limit(limits.maximum(), whole);
    if (maximum != null && exceeds(number.compareTo(maximum), limits.exclusiveMaximum())) {
      String detail =
          limits.exclusiveMaximum() ? "should be less than " : "should be less than or equal to ";
      errors.add(invalid(path, value, detail + plain(maximum)));
    }
    BigDecimal minimum = limit(limits.minimum(), whole);
    if (minimum != null && exceeds(minimum.compareTo(number), limits.exclusiveMinimum())) {
      String detail =
          limits.exclusiveMinimum()
              ? "should be greater than "
              : "should be greater than or equal to ";
      errors.add(invalid(path, value, detail + plain(minimum)));
    }
    BigDecimal step = limit(limits.multipleOf(), whole);
    if (step != null && step.signum() <= 0) {
      String detail = "factor MultipleOf declared for " + path + " must be positive: ";
      errors.add(FieldError.invalid(path, plain(step), detail + plain(step)));
    } else if (step != null && number.remainder(step).signum() != 0) {
      errors.add(invalid(path, value, "should be a multiple of " + plain(step)));
    }
    checkRange(schema, number, value, path, errors);
  }

  private static @Nullable BigDecimal limit(@Nullable BigDecimal limit, boolean whole) {
    return limit == null || !whole ? limit : limit.setScale(0, RoundingMode.DOWN);
  }

  /** Whether the number can be held by the type that the schema names. */
  private static void checkRange(
      SchemaNode schema, BigDecimal number, JsonNode value, String path, List<FieldError> errors) {
    String format = schema.limits().format();
    String type = schema.intOrString() ? "integer" : schema.type();
    boolean fits =
        switch (type) {
          case "integer" ->
              TypeNames.isInteger(value) && !(format.equals("int32") && isBeyondInt(number));
          case "number" -> !format.startsWith("float") || isFloat(format, value);
          default -> true;
        };
    if (!fits) {
      String how = format.isEmpty() ? " (default format)" : " with format " + format;
      errors.add(
          FieldError.invalid(
              "<nil>", "\"\"", "Checked value must be of type " + type + how + " in " + path));
    }
  }

  private static boolean isFloat(String format, JsonNode value) {
    return format.equals("float64") || !Float.isInfinite((float) value.doubleValue());
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
    } else if (limits.minLength() != null && length < limits.minLength()) {
      String detail = "should be at least " + limits.minLength() + " chars long";
      errors.add(invalid(path, value, detail));
    } else if (limits.pattern() != null && !limits.pattern().isIn(text)) {
      errors.add(invalid(path, value, "should match '" + limits.pattern().source() + "'"));
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
