package io.mkube.apiserver.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code "%s has %d".format([name, count])}. */
final class Printf {
  private static final int DEFAULT_PRECISION = 6;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final int MAX_PRECISION = 100;

  private Printf() {}

  static void addTo(FunctionSet set) {
    set.add(
        "format",
        CelOverloadDecl.newMemberOverload(
            "string_format", SimpleType.STRING, SimpleType.STRING, ListType.create(SimpleType.DYN)),
        List.of(String.class, List.class),
        args -> format((String) args[0], (List<?>) args[1]));
  }

  private static String format(String pattern, List<?> arguments) {
    return new Formatter(pattern, arguments).run();
  }

  /** Reads a pattern from left to right. */
  private static final class Formatter {
    private final String pattern;
    private final Iterator<?> arguments;
    private final StringBuilder out;
    private int at;
    private int used;

    Formatter(String pattern, List<?> arguments) {
      this.pattern = pattern;
      this.arguments = arguments.iterator();
      this.out = new StringBuilder(pattern.length() + 32);
    }

    String run() {
      while (at < pattern.length()) {
        char c = pattern.charAt(at++);
        if (c != '%') {
          out.append(c);
        } else if (at < pattern.length() && pattern.charAt(at) == '%') {
          out.append('%');
          at++;
        } else {
          clause();
        }
      }
      return out.toString();
    }

    private void clause() {
      int precision = -1;
      if (at < pattern.length() && pattern.charAt(at) == '.') {
        int start = ++at;
        while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
          at++;
        }
        precision = precision(pattern.substring(start, at));
      }
      if (at >= pattern.length()) {
        throw new FunctionFailure("unexpected end of string");
      }
      if (!arguments.hasNext()) {
        throw new FunctionFailure("index " + used + " out of range");
      }
      used++;
      out.append(Printf.clause(pattern.charAt(at++), precision, arguments.next()));
    }
  }

  private static int precision(String digits) {
    int precision = digits.isEmpty() || digits.length() > 3 ? -1 : Integer.parseInt(digits);
    if (precision < 0 || precision > MAX_PRECISION) {
      throw new FunctionFailure("could not parse formatting clause: unable to find precision");
    }
    return precision;
  }

  private static String clause(char kind, int precision, Object value) {
    return switch (kind) {
      case 's' -> text(value);
      case 'd' -> integer(value, "integer clause");
      case 'f' -> fixed(value, precision < 0 ? DEFAULT_PRECISION : precision);
      case 'e' -> scientific(value);
      case 'b' -> {
        if (value instanceof Boolean flag) {
          yield flag ? "1" : "0";
        }
        yield signed(number(value, "binary clause"), 2);
      }
      case 'o' -> signed(number(value, "octal clause"), 8);
      case 'x' -> hex(value);
      case 'X' -> hex(value).toUpperCase(Locale.ROOT);
      default ->
          throw new FunctionFailure(
              "could not parse formatting clause: unrecognized formatting clause \"" + kind + "\"");
    };
  }

  private static String integer(Object value, String what) {
    return switch (value) {
      case Long number -> number.toString();
      case UnsignedLong number -> number.toString();
      case Double number when number.isInfinite() || number.isNaN() -> special(number);
      default -> Long.toString(number(value, what));
    };
  }

  private static long number(Object value, String what) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof UnsignedLong number) {
      return number.longValue();
    }
    throw new FunctionFailure(
        "error during formatting: "
            + what
            + " can only be used on integers, was given "
            + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static String signed(long value, int radix) {
    return Long.toString(value, radix);
  }

  private static String hex(Object value) {
    return switch (value) {
      case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> signed(number(value, "hex clause"), 16);
    };
  }

  /** Texts that mean no number are numbers too. */
  private static double floating(Object value, String what) {
    return switch (value) {
      case Double number -> number;
      case String text when text.equals("NaN") -> Double.NaN;
      case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default ->
          throw new FunctionFailure(
              "error during formatting: " + what + " can only be used on doubles");
    };
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  /** English groups digits by thousands. */
  private static String fixed(Object value, int precision) {
    double number = floating(value, "fixed-point clause");
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return special(number);
    }
    BigDecimal rounded = new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN);
    String sign = number < 0 && rounded.signum() == 0 ? "-" : "";
    return sign + String.format(Locale.ENGLISH, "%,." + precision + "f", rounded);
  }

  /** As English prints powers of ten; a precision is read and does not count. */
  private static String scientific(Object value) {
    double number = floating(value, "scientific clause");
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return special(number);
    }
    String text = String.format(Locale.ROOT, "%." + DEFAULT_PRECISION + "e", number);
    int exponent = text.indexOf('e') + 1;
    StringBuilder result = new StringBuilder(text.substring(0, exponent - 1)).append("×10");
    text.substring(exponent)
        .chars()
        .filter(c -> c != '+')
        .forEach(c -> result.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0')));
    return result.toString();
  }

  /** A value inside of another, as a literal. */
  private static String quoted(Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case CelByteString bytes -> "b\"" + bytes.toStringUtf8() + '"';
      case Duration duration -> "duration(\"" + text(duration) + "\")";
      case Instant time -> "timestamp(\"" + text(time) + "\")";
      case Double number when !Double.isFinite(number) -> '"' + special(number) + '"';
      case Double number ->
          new BigDecimal(number)
              .setScale(DEFAULT_PRECISION, RoundingMode.HALF_EVEN)
              .toPlainString();
      default -> text(value);
    };
  }

  private static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Double number when Double.isNaN(number) || Double.isInfinite(number) -> special(number);
      case Double number -> Numbers.shortest(number);
      case CelByteString bytes -> bytes.toStringUtf8();
      case List<?> list -> {
        List<String> parts = new ArrayList<>();
        list.forEach(element -> parts.add(quoted(element)));
        yield "[" + String.join(", ", parts) + "]";
      }
      case Map<?, ?> map -> {
        List<String> parts = new ArrayList<>();
        map.forEach((key, element) -> parts.add(quoted(key) + ":" + quoted(element)));
        parts.sort(null);
        yield "{" + String.join(", ", parts) + "}";
      }
      case TypeType type -> type.containingTypeName();
      case Duration duration -> Numbers.seconds(duration);
      case Instant time -> Numbers.time(time);
      case NullValue ignored -> "null";
      default -> value.toString();
    };
  }
}
