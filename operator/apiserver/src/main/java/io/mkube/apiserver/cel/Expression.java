package io.mkube.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Immutable and safe for concurrent use. */
public interface Expression {
  /** Whether it looks at {@code oldSelf}. */
  boolean usesOldSelf();

  /** The most that one evaluation can cost; {@link Long#MAX_VALUE} for more than can be told. */
  long maxCost();

  /**
   * Evaluates the expression.
   *
   * @param self the value
   * @param old the value before, null if there is none
   * @param limit the greatest cost
   */
  Outcome evaluate(JsonNode self, @Nullable JsonNode old, long limit);

  /** How an evaluation ended. */
  sealed interface Outcome {
    /** What it cost. */
    long cost();

    /**
     * It gave a value: {@link Boolean} or {@link String}, as was asked for.
     *
     * @param value the value
     */
    record Value(Object value, long cost) implements Outcome {}

    /**
     * It failed.
     *
     * @param text what kube-apiserver says
     */
    record Failed(String text, long cost) implements Outcome {}

    /** It was ended because it cost more than the limit. */
    record Exhausted(long cost) implements Outcome {}
  }
}
