package io.mkube.apiserver.cel.cost;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a call, as far as its cost can be foreseen.
 *
 * @param expression the argument, null for the elements of a list
 * @param type its type
 * @param path where it comes from, null when it is computed
 * @param size its size
 */
record Operand(
    @Nullable CelExpr expression, CelType type, @Nullable List<String> path, Range size) {
  /** The value of a constant integer, or {@code otherwise}. */
  long constant(long otherwise) {
    return expression != null
            && expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE
        ? Math.max(0, expression.constant().int64Value())
        : otherwise;
  }
}
