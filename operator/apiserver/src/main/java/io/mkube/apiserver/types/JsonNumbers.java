package io.mkube.apiserver.types;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** Numbers in JSON trees, without those that no float64 holds. */
public final class JsonNumbers {
  /** Beyond this exponent a float64 is infinite or zero; arithmetic on such decimals is costly. */
  private static final int MAX_EXPONENT = 400;

  private JsonNumbers() {}

  /** The exact value; empty for other nodes, infinities and numbers out of the range of float64. */
  public static Optional<BigDecimal> decimal(JsonNode node) {
    boolean infinite = (node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue());
    if (!node.isNumber() || infinite) {
      return Optional.empty();
    }
    BigDecimal value = node.decimalValue();
    return Math.abs((long) value.precision() - value.scale()) > MAX_EXPONENT
        ? Optional.empty()
        : Optional.of(value);
  }

  /** Whether both are numbers of the same value, such as 1 and 1.0. */
  public static boolean sameNumber(JsonNode a, JsonNode b) {
    Optional<BigDecimal> left = decimal(a);
    Optional<BigDecimal> right = decimal(b);
    return left.isPresent() && right.isPresent() && left.get().compareTo(right.get()) == 0;
  }
}
