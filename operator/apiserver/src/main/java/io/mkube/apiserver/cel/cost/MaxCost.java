package io.mkube.apiserver.cel.cost;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Estimates the greatest cost of a checked expression. For one use. */
public final class MaxCost {
  private final CelAbstractSyntaxTree tree;
  private final Sizes sizes;
  private final Map<Long, Range> computed = new HashMap<>();
  private final Map<Long, List<String>> paths = new HashMap<>();
  private final Map<String, Deque<List<String>>> variables = new HashMap<>();

  private MaxCost(CelAbstractSyntaxTree tree, Sizes sizes) {
    this.tree = tree;
    this.sizes = sizes;
  }

  /** The cost of a checked expression; {@link Long#MAX_VALUE} if it has no bound. */
  public static long of(CelAbstractSyntaxTree tree, Sizes sizes) {
    return new MaxCost(tree, sizes).cost(tree.getExpr()).max();
  }

  private Range cost(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> {
        String name = expression.ident().name();
        Deque<List<String>> bound = variables.get(name);
        paths.put(expression.id(), bound == null || bound.isEmpty() ? List.of(name) : bound.peek());
        yield Range.ONE;
      }
      case SELECT -> select(expression);
      case CALL -> call(expression);
      case LIST -> {
        Range sum = Range.of(Factors.LIST);
        for (CelExpr element : expression.list().elements()) {
          sum = sum.plus(cost(element));
        }
        yield sum;
      }
      case MAP -> {
        Range sum = Range.of(Factors.MAP);
        for (CelExpr.CelMap.Entry entry : expression.map().entries()) {
          sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
        }
        yield sum;
      }
      case STRUCT -> {
        Range sum = Range.of(Factors.STRUCT);
        for (CelExpr.CelStruct.Entry entry : expression.struct().entries()) {
          sum = sum.plus(cost(entry.value()));
        }
        yield sum;
      }
      case COMPREHENSION -> comprehension(expression);
      default -> Range.NONE;
    };
  }

  private Range select(CelExpr expression) {
    CelExpr.CelSelect select = expression.select();
    Range sum = cost(select.operand());
    if (select.testOnly()) {
      // Kubernetes keeps has() free: rules that were accepted must stay so.
      return sum;
    }
    CelKind kind = type(select.operand()).kind();
    if (kind == CelKind.MAP || kind == CelKind.STRUCT || kind == CelKind.TYPE_PARAM) {
      sum = sum.plus(Range.ONE);
    }
    extend(expression, select.operand(), select.field());
    return sum;
  }

  private void extend(CelExpr expression, CelExpr operand, String step) {
    List<String> path = new ArrayList<>(paths.getOrDefault(operand.id(), List.of()));
    path.add(step);
    paths.put(expression.id(), path);
  }

  private Range call(CelExpr expression) {
    CelExpr.CelCall call = expression.call();
    List<Range> costs = new ArrayList<>();
    List<Operand> arguments = new ArrayList<>();
    Range argumentSum = Range.NONE;
    for (CelExpr argument : call.args()) {
      Range cost = cost(argument);
      costs.add(cost);
      argumentSum = argumentSum.plus(cost);
      arguments.add(operand(argument));
    }
    Range targetCost = Range.NONE;
    Operand target = null;
    if (call.target().isPresent()) {
      targetCost = cost(call.target().get());
      target = operand(call.target().get());
    }
    List<String> overloads =
        tree.getReference(expression.id()).map(found -> found.overloadIds()).orElse(null);
    if (overloads == null || overloads.isEmpty()) {
      return Range.NONE;
    }
    Range all = null;
    Range result = null;
    for (String overload : overloads) {
      CallEstimate estimate =
          CallCosts.estimate(call.function(), overload, target, arguments, this::elementOf);
      Range cost =
          switch (overload) {
            case "logical_and", "logical_or" ->
                new Range(costs.get(0).min(), costs.get(0).plus(costs.get(1)).max());
            case "conditional" -> costs.get(0).plus(costs.get(1).or(costs.get(2)));
            default -> estimate.cost().plus(argumentSum);
          };
      all = all == null ? cost : all.or(cost);
      Range size = estimate.result();
      if (size != null) {
        result = result == null ? size : result.or(size);
      }
      if (overload.equals("index_list")) {
        extend(expression, call.args().get(0), Sizes.ITEMS);
      } else if (overload.equals("index_map")) {
        extend(expression, call.args().get(0), Sizes.VALUES);
      }
    }
    if (result != null) {
      computed.put(expression.id(), result);
    }
    return targetCost.plus(Objects.requireNonNull(all));
  }

  private Range comprehension(CelExpr expression) {
    CelExpr.CelComprehension loop = expression.comprehension();
    Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
    boolean list = type(loop.iterRange()).kind() == CelKind.LIST;
    boolean pair = !loop.iterVar2().isEmpty();
    List<String> range = paths.getOrDefault(loop.iterRange().id(), List.of());
    // Of two variables the first is the position in a list or the key of a map.
    push(loop.iterVar(), step(range, list ? (pair ? "@indices" : Sizes.ITEMS) : Sizes.KEYS));
    if (pair) {
      push(loop.iterVar2(), step(range, list ? Sizes.ITEMS : Sizes.VALUES));
    }
    Range each = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
    pop(loop.iterVar());
    if (pair) {
      pop(loop.iterVar2());
    }
    sum = sum.plus(cost(loop.result()));
    Range count = size(loop.iterRange());
    computed.put(expression.id(), count);
    return sum.plus(count.times(each));
  }

  private static List<String> step(List<String> path, String step) {
    if (path.isEmpty()) {
      return path;
    }
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private void push(String variable, List<String> path) {
    variables.computeIfAbsent(variable, name -> new ArrayDeque<>()).push(path);
  }

  private void pop(String variable) {
    Objects.requireNonNull(variables.get(variable)).pop();
  }

  private Operand operand(CelExpr expression) {
    return new Operand(expression, type(expression), paths.get(expression.id()), size(expression));
  }

  /** The elements of a list; null for what is no list. */
  private @Nullable Operand elementOf(Operand list) {
    if (list.type().parameters().isEmpty()) {
      return null;
    }
    CelType element = list.type().parameters().get(0);
    List<String> path = list.path() == null ? null : step(list.path(), Sizes.ITEMS);
    Long max = path == null || path.isEmpty() ? null : sizes.maxSize(path);
    return new Operand(null, element, path, max == null ? Range.UNKNOWN : new Range(0, max));
  }

  private Range size(CelExpr expression) {
    Range known = computed.get(expression.id());
    if (known == null) {
      known = literalSize(expression);
    }
    if (known != null) {
      return known;
    }
    List<String> path = paths.get(expression.id());
    Long max = path == null || path.isEmpty() ? null : sizes.maxSize(path);
    if (max != null) {
      return new Range(0, max);
    }
    return isScalar(type(expression)) ? Range.ONE : Range.UNKNOWN;
  }

  private static boolean isScalar(CelType type) {
    return switch (type.kind()) {
      case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
      default -> type instanceof OptionalType && isScalar(type.parameters().getFirst());
    };
  }

  private static @Nullable Range literalSize(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> {
        CelConstant constant = expression.constant();
        yield switch (constant.getKind()) {
          case STRING_VALUE ->
              Range.of(constant.stringValue().codePointCount(0, constant.stringValue().length()));
          case BYTES_VALUE -> Range.of(constant.bytesValue().size());
          default -> Range.ONE;
        };
      }
      case LIST -> Range.of(expression.list().elements().size());
      case MAP -> Range.of(expression.map().entries().size());
      default -> null;
    };
  }

  private CelType type(CelExpr expression) {
    Optional<CelType> type = tree.getType(expression.id());
    return type.orElse(SimpleType.DYN);
  }
}
