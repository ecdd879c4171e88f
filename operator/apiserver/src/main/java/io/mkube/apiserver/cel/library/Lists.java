package io.mkube.apiserver.cel.library;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.List;

/** {@code isSorted, sum, min, max, indexOf, lastIndexOf} of lists. */
final class Lists {
  private static final TypeParamType ELEMENT = TypeParamType.create("T");
  private static final ListType LIST = ListType.create(ELEMENT);

  private Lists() {}

  static void addTo(FunctionSet set) {
    set.add(
        "isSorted",
        CelOverloadDecl.newMemberOverload("list_is_sorted_bool", SimpleType.BOOL, LIST),
        List.of(List.class),
        args -> isSorted((List<?>) args[0]));
    set.add(
        "sum",
        CelOverloadDecl.newMemberOverload("list_sum", ELEMENT, LIST),
        List.of(List.class),
        args -> sum((List<?>) args[0]));
    set.add(
        "min",
        CelOverloadDecl.newMemberOverload("list_min", ELEMENT, LIST),
        List.of(List.class),
        args -> extreme((List<?>) args[0], "min", -1));
    set.add(
        "max",
        CelOverloadDecl.newMemberOverload("list_max", ELEMENT, LIST),
        List.of(List.class),
        args -> extreme((List<?>) args[0], "max", 1));
    set.add(
        "indexOf",
        CelOverloadDecl.newMemberOverload("list_index_of", SimpleType.INT, LIST, ELEMENT),
        List.of(List.class, Object.class),
        args -> (long) ((List<?>) args[0]).indexOf(args[1]));
    set.add(
        "lastIndexOf",
        CelOverloadDecl.newMemberOverload("list_last_index_of", SimpleType.INT, LIST, ELEMENT),
        List.of(List.class, Object.class),
        args -> (long) ((List<?>) args[0]).lastIndexOf(args[1]));
  }

  private static boolean isSorted(List<?> list) {
    Object previous = null;
    for (Object element : list) {
      if (previous != null && compare(previous, element) > 0) {
        return false;
      }
      previous = element;
    }
    return true;
  }

  private static Object extreme(List<?> list, String function, int sign) {
    Object best = null;
    for (Object element : list) {
      if (best == null || sign * compare(element, best) > 0) {
        best = element;
      }
    }
    if (best == null) {
      throw new FunctionFailure(function + " called on empty list");
    }
    return best;
  }

  private static Object sum(List<?> list) {
    Object sum = null;
    for (Object element : list) {
      sum = sum == null ? element : plus(sum, element);
    }
    return sum == null ? 0L : sum;
  }

  private static Object plus(Object a, Object b) {
    try {
      return switch (a) {
        case Long x when b instanceof Long y -> Math.addExact(x, y);
        case Double x when b instanceof Double y -> x + y;
        case Duration x when b instanceof Duration y -> x.plus(y);
        default -> throw new FunctionFailure("no such overload");
      };
    } catch (ArithmeticException e) {
      throw new FunctionFailure("integer overflow");
    }
  }

  private static int compare(Object a, Object b) {
    return switch (a) {
      case Number x when b instanceof Number y -> compareNumbers(x, y);
      case CelByteString x when b instanceof CelByteString y ->
          CelByteString.unsignedLexicographicalComparator().compare(x, y);
      case Comparable<?> x when a.getClass() == b.getClass() -> compareSame(x, b);
      default -> throw new FunctionFailure("no such overload");
    };
  }

  private static int compareNumbers(Number a, Number b) {
    return a instanceof Long && b instanceof Long
        ? Long.compare(a.longValue(), b.longValue())
        : Double.compare(a.doubleValue(), b.doubleValue());
  }

  @SuppressWarnings("unchecked")
  private static <T> int compareSame(Comparable<T> a, Object b) {
    return a.compareTo((T) b);
  }
}
