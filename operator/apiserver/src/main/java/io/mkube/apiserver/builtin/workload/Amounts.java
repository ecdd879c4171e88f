package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import java.util.regex.Pattern;

/** Numbers of pods that may also be percentages. */
final class Amounts {
  private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,9}%");

  private Amounts() {}

  /** Checks a number or percentage that is not negative. */
  static void check(JsonNode amount, String path, Findings findings) {
    if (amount.isTextual()) {
      if (!PERCENTAGE.matcher(amount.asText()).matches()) {
        findings.invalidAs(
            path,
            GoText.amount(amount),
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',"
                + "  or '93%', regex used for validation is '[0-9]+%')");
      }
    } else {
      findings.notNegative(path, amount);
    }
  }

  /** Checks that a percentage is at most all. */
  static void checkShare(JsonNode amount, String path, Findings findings) {
    if (amount.isTextual()
        && PERCENTAGE.matcher(amount.asText()).matches()
        && percent(amount) > 100) {
      findings.invalidAs(path, GoText.amount(amount), "must not be greater than 100%");
    }
  }

  /** As {@link #check}, and at most 100%. */
  static void checkPart(JsonNode amount, String path, Findings findings) {
    check(amount, path, findings);
    checkShare(amount, path, findings);
  }

  static boolean isZero(JsonNode amount) {
    return amount.isTextual()
        ? PERCENTAGE.matcher(amount.asText()).matches() && percent(amount) == 0
        : amount.asInt() == 0;
  }

  private static int percent(JsonNode amount) {
    String text = amount.asText();
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }
}
