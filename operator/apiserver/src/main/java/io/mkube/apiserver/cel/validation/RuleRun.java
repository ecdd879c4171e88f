package io.mkube.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cel.Expression;
import io.mkube.apiserver.cel.Expression.Outcome;
import io.mkube.apiserver.error.FieldError;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Runs one rule on one value, in the words of kube-apiserver. */
final class RuleRun {
  private static final int MAX_MESSAGE_BYTES = 5 * 1024;
  private static final String SPENT =
      "validation failed due to running out of cost budget, no further validation rules will be"
          + " run";

  private RuleRun() {}

  static void run(CompiledRule rule, String jsonType, At at, Budget budget) {
    String shown = GoText.quote(jsonType);
    Expression expression = rule.expression();
    if (budget.isEmpty()) {
      budget.add(FieldError.invalid(at.shownPath(), shown, SPENT));
      budget.end();
      return;
    }
    if (expression == null) {
      budget.add(FieldError.invalid(at.shownPath(), shown, "rule compile error: " + rule.fault()));
      return;
    }
    if (rule.usesOldSelf() && at.old() == null && !rule.source().optionalOld()) {
      return;
    }
    Outcome outcome = expression.evaluate(at.value(), at.old(), Budget.PER_CALL);
    if (!budget.take(outcome.cost())) {
      budget.add(FieldError.invalid(at.shownPath(), shown, SPENT));
      return;
    }
    switch (outcome) {
      case Outcome.Value value -> {
        if (!Boolean.TRUE.equals(value.value())) {
          refuse(rule, shown, at, budget);
        }
      }
      case Outcome.Failed failed ->
          budget.add(
              FieldError.invalid(at.shownPath(), shown, failure(failed.text(), rule.source())));
      case Outcome.Exhausted ignored -> {
        budget.add(
            FieldError.invalid(
                at.shownPath(),
                shown,
                "'operation cancelled: actual cost limit exceeded': no further validation rules"
                    + " will be run due to call cost exceeds limit for rule: "
                    + rule.source().label()));
        budget.end();
      }
    }
  }

  private static String failure(String text, ValidationRule rule) {
    return text.startsWith("no such overload")
        ? "'"
            + text
            + "': call arguments did not match a supported operator, function or macro signature"
            + " for rule: "
            + rule.label()
        : text + " evaluating rule: " + rule.label();
  }

  private static void refuse(CompiledRule rule, String shown, At at, Budget budget) {
    // A rule about the change itself is not excused by a value that stays invalid.
    if (!rule.usesOldSelf() && at.isUnchanged()) {
      return;
    }
    String detail = rule.source().messageOrDefault();
    Expression message = rule.message();
    if (message != null) {
      Outcome outcome = message.evaluate(at.value(), at.old(), Budget.PER_CALL);
      boolean paid = budget.take(outcome.cost());
      if (!paid || outcome instanceof Outcome.Exhausted) {
        detail =
            paid
                ? "no further validation rules will be run due to call cost exceeds limit for"
                    + " messageExpression: "
                    + GoText.quote(rule.source().messageExpression())
                : "messageExpression evaluation failed due to running out of cost budget, no"
                    + " further validation rules will be run";
        budget.end();
        budget.add(FieldError.invalid(at.below(rule.fieldPath()), shown, detail));
        return;
      }
      if (outcome instanceof Outcome.Value value && isGood(value.value())) {
        detail = ((String) value.value()).strip();
      }
    }
    budget.add(rule.source().error(at.below(rule.fieldPath()), shown, detail));
  }

  private static boolean isGood(Object message) {
    if (!(message instanceof String text)) {
      return false;
    }
    String stripped = text.strip();
    return !stripped.isEmpty()
        && stripped.indexOf('\n') < 0
        && stripped.getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES;
  }

  /**
   * Where a rule runs.
   *
   * @param value the value
   * @param old the value before, null if there is none
   * @param correlation whether something changed, null on a create
   * @param path its path in the object
   */
  record At(
      JsonNode value, @Nullable JsonNode old, @Nullable Correlation correlation, String path) {
    boolean isUnchanged() {
      return correlation != null && correlation.unchanged();
    }

    /** Go prints the path of the object itself as {@code <nil>}. */
    String shownPath() {
      return path.isEmpty() ? "<nil>" : path;
    }

    String below(String field) {
      if (field.isEmpty()) {
        return shownPath();
      }
      return path.isEmpty() || field.startsWith("[") ? path + field : path + "." + field;
    }
  }
}
