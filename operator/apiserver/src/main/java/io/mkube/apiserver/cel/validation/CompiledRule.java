package io.mkube.apiserver.cel.validation;

import io.mkube.apiserver.cel.Expression;
import io.mkube.apiserver.cel.RuleException;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.RuleLanguage.Result;
import io.mkube.apiserver.cel.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule and its programs.
 *
 * @param source the rule
 * @param expression what must be true, null when it cannot be compiled
 * @param fault why not, {@code ""} if it can
 * @param message what to say, null if the source has no expression for it or a wrong one
 * @param messageFault what is wrong with that, {@code ""} for nothing
 * @param fieldPath path of the field at fault, {@code ""} for the node
 */
record CompiledRule(
    ValidationRule source,
    @Nullable Expression expression,
    String fault,
    @Nullable Expression message,
    String messageFault,
    String fieldPath) {
  static List<CompiledRule> all(List<ValidationRule> rules, ValueType type, RuleLanguage language) {
    List<CompiledRule> compiled = new ArrayList<>(rules.size());
    Scopes scopes = new Scopes(type, language);
    for (ValidationRule rule : rules) {
      compiled.add(compile(rule, type, scopes));
    }
    return List.copyOf(compiled);
  }

  private static CompiledRule compile(ValidationRule rule, ValueType type, Scopes scopes) {
    Expression expression = null;
    String fault = "";
    Expression message = null;
    String messageFault = "";
    RuleLanguage.Scope scope = scopes.of(rule.optionalOld());
    try {
      expression = scope.compile(rule.rule(), Result.BOOL);
    } catch (RuleException e) {
      fault = String.valueOf(e.getMessage());
    }
    if (!rule.messageExpression().isBlank()) {
      try {
        message = scope.compile(rule.messageExpression(), Result.STRING);
      } catch (RuleException e) {
        messageFault =
            String.valueOf(e.getMessage())
                .replaceFirst("^compilation failed", "messageExpression compilation failed");
      }
    }
    String path =
        rule.fieldPath().isEmpty()
            ? ""
            : FieldPath.normalise(rule.fieldPath().strip(), type).orElse("");
    return new CompiledRule(rule, expression, fault, message, messageFault, path);
  }

  boolean usesOldSelf() {
    return expression != null && expression.usesOldSelf();
  }

  /** The variables of a node, made once for all rules of a form. */
  private static final class Scopes {
    private final ValueType type;
    private final RuleLanguage language;
    private RuleLanguage.@Nullable Scope plain;
    private RuleLanguage.@Nullable Scope optional;

    Scopes(ValueType type, RuleLanguage language) {
      this.type = type;
      this.language = language;
    }

    RuleLanguage.Scope of(boolean optionalOld) {
      RuleLanguage.Scope scope = optionalOld ? optional : plain;
      if (scope == null) {
        scope = language.scope(type, optionalOld);
        if (optionalOld) {
          optional = scope;
        } else {
          plain = scope;
        }
      }
      return scope;
    }
  }
}
