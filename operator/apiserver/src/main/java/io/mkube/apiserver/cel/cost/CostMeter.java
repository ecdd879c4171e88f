package io.mkube.apiserver.cel.cost;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what one evaluation costs and ends it at a limit. For one evaluation. */
public final class CostMeter implements CelEvaluationListener {
  private final CelAbstractSyntaxTree tree;
  private final long limit;
  private final Map<Long, Object> values = new HashMap<>();
  private long cost;

  public CostMeter(CelAbstractSyntaxTree tree, long limit) {
    this.tree = tree;
    this.limit = limit;
  }

  /** What has been counted so far. */
  public long cost() {
    return cost;
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    switch (expression.getKind()) {
      case IDENT -> cost++;
      case SELECT -> cost += expression.select().testOnly() ? 0 : 1;
      case LIST -> cost += Factors.LIST;
      case MAP -> cost += Factors.MAP;
      case STRUCT -> cost += Factors.STRUCT;
      case CALL -> cost = Range.sum(cost, call(expression, value));
      default -> {}
    }
    if (cost > limit) {
      throw new LimitReached();
    }
    values.put(expression.id(), value);
  }

  private long call(CelExpr expression, Object result) {
    CelExpr.CelCall call = expression.call();
    List<@Nullable Object> arguments = new ArrayList<>();
    call.target().ifPresent(target -> arguments.add(values.get(target.id())));
    call.args().forEach(argument -> arguments.add(values.get(argument.id())));
    String overload =
        tree.getReference(expression.id())
            .map(found -> found.overloadIds().isEmpty() ? "" : found.overloadIds().get(0))
            .orElse("");
    return cost(call.function(), overload, arguments, result);
  }

  private static long cost(
      String function, String overload, List<@Nullable Object> arguments, Object result) {
    return switch (function) {
      case "_&&_", "_||_", "_?_:_" -> 0;
      case "isSorted", "sum", "max", "min" -> traversal(arguments.getFirst());
      case "indexOf", "lastIndexOf" -> traversal(arguments.getFirst());
      case "url",
          "lowerAscii",
          "upperAscii",
          "substring",
          "trim",
          "cidr",
          "isIP",
          "isCIDR",
          "quantity",
          "isQuantity",
          "startsWith",
          "endsWith" ->
          text(arguments.getFirst(), 1);
      case "ip" -> overload.equals("cidr_ip") ? 1 : text(arguments.getFirst(), 1);
      case "replace", "split", "ip.isCanonical" -> text(arguments.getFirst(), 2);
      case "join" -> text(result, 2);
      case "find", "findAll", "matches" -> match(arguments.get(0), size(arguments.get(1)));
      case "validate" -> match(arguments.get(1), Factors.FORMAT_REGEX);
      case "containsIP", "containsCIDR" -> contains(function, overload, arguments);
      case "contains" -> Range.product(text(arguments.get(0), 1), text(arguments.get(1), 1));
      case "@in" -> overload.equals("in_list") ? size(arguments.get(1)) : 1;
      default -> ofOverload(overload, arguments);
    };
  }

  private static long ofOverload(String overload, List<@Nullable Object> arguments) {
    if (CallCosts.comparesTexts(overload)) {
      long size = Math.min(size(arguments.get(0)), size(arguments.get(1)));
      return Range.scaled(size, Factors.TEXT);
    }
    return switch (overload) {
      case "string_to_bytes", "bytes_to_string" -> text(arguments.getFirst(), 1);
      case "add_string", "add_bytes" ->
          Range.scaled(Range.sum(size(arguments.get(0)), size(arguments.get(1))), Factors.TEXT);
      default -> 1;
    };
  }

  private static long text(@Nullable Object value, int times) {
    return Range.scaled(size(value), times * Factors.TEXT);
  }

  private static long match(@Nullable Object text, long expression) {
    return Range.product(
        Range.scaled(size(text) + 1, Factors.TEXT), Range.scaled(expression, Factors.REGEX));
  }

  private static long contains(String function, String overload, List<@Nullable Object> arguments) {
    long network = size(arguments.get(0));
    long cost = Range.scaled(2 * network, Factors.TEXT);
    if (function.equals("containsCIDR")) {
      cost += Range.scaled(network, Factors.TEXT) + 1;
    }
    return overload.endsWith("_string") ? cost + text(arguments.get(1), 1) : cost;
  }

  /** Elements of a list and everything below them. */
  private static long traversal(@Nullable Object value) {
    return switch (value) {
      case String text -> Range.scaled(text.length(), Factors.TEXT);
      case CelByteString bytes -> Range.scaled(bytes.size(), Factors.TEXT);
      case Collection<?> list -> {
        long sum = 0;
        for (Object element : list) {
          sum = Range.sum(sum, traversal(element));
        }
        yield sum;
      }
      case Map<?, ?> map -> {
        long sum = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          sum = Range.sum(sum, traversal(entry.getKey()));
          sum = Range.sum(sum, traversal(entry.getValue()));
        }
        yield sum;
      }
      case null, default -> 1;
    };
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Sized sized -> sized.size();
      case null, default -> 1;
    };
  }

  /** A value of another kind that has a size. */
  public interface Sized {
    long size();
  }

  /** The evaluation cost too much. */
  public static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitReached() {
      super("actual cost limit exceeded", null, false, false);
    }
  }
}
