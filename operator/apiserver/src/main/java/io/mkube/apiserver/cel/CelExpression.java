package io.mkube.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.mkube.apiserver.cel.cost.CostMeter;
import io.mkube.apiserver.cel.library.FunctionFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checked expression and its program. */
record CelExpression(
    CelAbstractSyntaxTree tree,
    CelRuntime.Program program,
    CelLanguage.Variables variables,
    long maxCost)
    implements Expression {
  static final String SELF = "self";
  static final String OLD_SELF = "oldSelf";

  @Override
  public boolean usesOldSelf() {
    return tree.getReferenceMap().values().stream()
        .anyMatch(reference -> reference.name().equals(OLD_SELF));
  }

  @Override
  public Outcome evaluate(JsonNode self, @Nullable JsonNode old, long limit) {
    try {
      return run(tree, program, bound(self, old), limit);
    } catch (Values.ValueFailure e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()), 0);
    }
  }

  /** Runs a program. */
  static Outcome run(
      CelAbstractSyntaxTree tree,
      CelRuntime.Program program,
      Map<String, Object> variables,
      long limit) {
    CostMeter meter = new CostMeter(tree, limit);
    try {
      Object result = program.trace(variables, meter);
      return new Outcome.Value(result, meter.cost());
    } catch (CelEvaluationException e) {
      return failure(e, meter);
    } catch (CostMeter.LimitReached e) {
      return new Outcome.Exhausted(meter.cost());
    } catch (Values.ValueFailure | FunctionFailure e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()), meter.cost());
    } catch (StackOverflowError e) {
      // Rules are as deep as their authors wrote them; nothing is left half-done by giving up.
      return new Outcome.Failed("expression recursion limit exceeded", meter.cost());
    }
  }

  private Map<String, Object> bound(JsonNode self, @Nullable JsonNode old) {
    Map<String, Object> bound = new HashMap<>();
    bound.put(SELF, Values.of(self, variables.type(), false));
    Object before = old == null ? null : Values.of(old, variables.type(), true);
    if (variables.optionalOld()) {
      bound.put(OLD_SELF, Optional.ofNullable(before));
    } else if (before != null) {
      bound.put(OLD_SELF, before);
    }
    return bound;
  }

  private static Outcome failure(CelEvaluationException failure, CostMeter meter) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CostMeter.LimitReached) {
        return new Outcome.Exhausted(meter.cost());
      }
      if (cause instanceof Values.ValueFailure || cause instanceof FunctionFailure) {
        return new Outcome.Failed(String.valueOf(cause.getMessage()), meter.cost());
      }
    }
    return new Outcome.Failed(EvaluationTexts.of(failure), meter.cost());
  }
}
