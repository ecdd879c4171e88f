package io.mkube.apiserver.cel.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cel.Expression;
import io.mkube.apiserver.cel.OpenValues;
import io.mkube.apiserver.cel.RuleException;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.RuleLanguage.ComposedScope;
import io.mkube.apiserver.cel.RuleLanguage.OpenExpression;
import io.mkube.apiserver.cel.RuleLanguage.OpenScope;
import io.mkube.apiserver.cel.RuleLanguage.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a validating admission policy: conditions for requests that it is for,
 * variables, and what must be true. Immutable and safe for concurrent use.
 */
public final class PolicyProgram {
  /** What expressions are given. */
  public static final Set<String> GIVEN =
      Set.of("object", "oldObject", "request", "params", "namespaceObject");

  private static final String VARIABLES = "variables";
  private static final String EXPRESSION = "expression";
  private static final long MAX_COST = 1_000_000;
  private static final long MAX_ALL = 10_000_000;
  private static final int MAX_MESSAGE = 5 * 1024;

  private final List<Compiled> conditions;
  private final Map<String, Compiled> variables;
  private final List<Validation> validations;
  private final boolean ignoresFailures;
  private final List<Fault> faults;

  /** An expression that cannot be used, and why. */
  public record Fault(String path, String source, String text) {}

  private interface Compiler {
    OpenExpression compile(String source) throws RuleException;
  }

  private record Compiled(String source, @Nullable OpenExpression expression) {}

  private record Validation(Compiled rule, Compiled message, String text, String reason) {}

  private PolicyProgram(JsonNode spec, RuleLanguage language) {
    List<Fault> found = new ArrayList<>();
    OpenScope outer = language.openScope(GIVEN);
    ComposedScope inner = language.composedScope(GIVEN, VARIABLES);
    this.conditions = new ArrayList<>();
    int i = 0;
    for (JsonNode condition : spec.path("matchConditions")) {
      String path = "spec.matchConditions[" + i++ + "].expression";
      conditions.add(
          compile(
              condition.path(EXPRESSION), path, found, text -> outer.compile(text, Result.BOOL)));
    }
    this.variables = new LinkedHashMap<>();
    i = 0;
    for (JsonNode variable : spec.path(VARIABLES)) {
      String path = "spec.variables[" + i++ + "].expression";
      String name = variable.path("name").asText();
      variables.put(
          name,
          compile(variable.path(EXPRESSION), path, found, text -> inner.compileField(name, text)));
    }
    this.validations = new ArrayList<>();
    i = 0;
    for (JsonNode validation : spec.path("validations")) {
      validations.add(validation(inner, validation, "spec.validations[" + i++ + "].", found));
    }
    this.ignoresFailures = spec.path("failurePolicy").asText().equals("Ignore");
    this.faults = List.copyOf(found);
  }

  private static Validation validation(
      OpenScope scope, JsonNode source, String path, List<Fault> faults) {
    String message = "messageExpression";
    return new Validation(
        compile(
            source.path(EXPRESSION),
            path + EXPRESSION,
            faults,
            text -> scope.compile(text, Result.BOOL)),
        compile(
            source.path(message),
            path + message,
            faults,
            text -> scope.compile(text, Result.STRING)),
        source.path("message").asText().strip(),
        source.path("reason").asText());
  }

  /** Compiles what a policy says; what cannot be compiled is in {@link #faults}. */
  public static PolicyProgram of(JsonNode spec, RuleLanguage language) {
    return new PolicyProgram(spec, language);
  }

  private static Compiled compile(
      JsonNode expression, String path, List<Fault> faults, Compiler compiler) {
    String source = expression.asText();
    if (source.isBlank()) {
      return new Compiled("", null);
    }
    try {
      return new Compiled(source.strip(), compiler.compile(source));
    } catch (RuleException e) {
      faults.add(new Fault(path, source, String.valueOf(e.getMessage())));
      return new Compiled(source.strip(), null);
    }
  }

  /** What cannot be compiled. */
  public List<Fault> faults() {
    return faults;
  }

  /** Whether it asks who may do what, which expressions cannot do here. */
  public boolean asksAuthorizer() {
    return faults.stream().anyMatch(fault -> fault.text().contains("'authorizer'"));
  }

  /** Whether what cannot be evaluated is no reason to refuse a request. */
  public boolean ignoresFailures() {
    return ignoresFailures;
  }

  /**
   * Judges a request.
   *
   * @param given a value for each of {@link #GIVEN}
   */
  public List<Violation> judge(Map<String, Object> given) {
    Run run = new Run(given);
    Optional<List<Violation>> unmet = run.unmet();
    return unmet.orElseGet(run::violations);
  }

  /** One judgement. Not thread-safe. */
  private final class Run {
    private final Map<String, Object> values;
    private final Map<String, Object> known = new HashMap<>();
    private long left = MAX_ALL;

    Run(Map<String, Object> given) {
      this.values = new HashMap<>(given);
      values.put(VARIABLES, OpenValues.computed(variables.keySet(), this::variable));
    }

    /** What follows if a condition is not met: nothing, or that it cannot be told. */
    Optional<List<Violation>> unmet() {
      List<String> failures = new ArrayList<>();
      for (Compiled condition : conditions) {
        Expression.Outcome outcome = evaluate(condition);
        if (outcome instanceof Expression.Outcome.Value value) {
          if (!Boolean.TRUE.equals(value.value())) {
            return Optional.of(List.of());
          }
        } else {
          failures.add(failure(condition, outcome));
        }
      }
      if (failures.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          ignoresFailures ? List.of() : List.of(new Violation(String.join(", ", failures), "")));
    }

    List<Violation> violations() {
      List<Violation> found = new ArrayList<>();
      for (Validation validation : validations) {
        Expression.Outcome outcome = evaluate(validation.rule());
        if (outcome instanceof Expression.Outcome.Value value) {
          if (!Boolean.TRUE.equals(value.value())) {
            found.add(new Violation(message(validation), validation.reason()));
          }
        } else if (!ignoresFailures) {
          found.add(new Violation(failure(validation.rule(), outcome), ""));
        }
      }
      return List.copyOf(found);
    }

    private String message(Validation validation) {
      if (validation.message().expression() != null
          && evaluate(validation.message()) instanceof Expression.Outcome.Value value
          && value.value() instanceof String text
          && !text.isBlank()
          && text.length() <= MAX_MESSAGE
          && !text.contains("\n")) {
        return text.strip();
      }
      return validation.text().isEmpty()
          ? "failed expression: " + validation.rule().source()
          : validation.text();
    }

    private Object variable(String name) {
      Object present = known.get(name);
      if (present != null) {
        return present;
      }
      Compiled variable = variables.get(name);
      Expression.Outcome outcome =
          variable == null ? new Expression.Outcome.Failed("", 0) : evaluate(variable);
      if (outcome instanceof Expression.Outcome.Value value) {
        known.put(name, value.value());
        return value.value();
      }
      throw OpenValues.failure(
          "composited variable \"" + name + "\" fails to evaluate: " + text(outcome));
    }

    private Expression.Outcome evaluate(Compiled compiled) {
      OpenExpression expression = compiled.expression();
      if (expression == null) {
        return new Expression.Outcome.Failed("compilation error", 0);
      }
      Expression.Outcome outcome = expression.evaluate(values, Math.min(MAX_COST, left));
      left = Math.max(0, left - outcome.cost());
      return outcome;
    }
  }

  private static String failure(Compiled compiled, Expression.Outcome outcome) {
    return "expression '" + compiled.source() + "' resulted in error: " + text(outcome);
  }

  private static String text(Expression.Outcome outcome) {
    return switch (outcome) {
      case Expression.Outcome.Failed failed -> failed.text();
      case Expression.Outcome.Exhausted exhausted ->
          "operation cancelled: actual cost limit exceeded";
      case Expression.Outcome.Value value -> String.valueOf(value.value());
    };
  }
}
