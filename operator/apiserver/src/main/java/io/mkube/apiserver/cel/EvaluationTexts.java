package io.mkube.apiserver.cel;

import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failures of evaluations in the words of cel-go, which users and tests know. */
final class EvaluationTexts {
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^:]*:\\d+)?: ");
  private static final Pattern MISSING = Pattern.compile("key '?(.*?)'? is not present in map.*");

  private EvaluationTexts() {}

  static String of(CelEvaluationException failure) {
    String text = PLACE.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return switch (failure.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> {
        Matcher matcher = MISSING.matcher(text);
        yield "no such key: " + (matcher.matches() ? matcher.group(1) : text);
      }
      case INDEX_OUT_OF_BOUNDS -> text.replaceFirst("^Index", "index");
      case DIVIDE_BY_ZERO -> text.contains("%") ? "modulus by zero" : "division by zero";
      case NUMERIC_OVERFLOW -> "integer overflow";
      case OVERLOAD_NOT_FOUND -> "no such overload";
      default -> text;
    };
  }
}
