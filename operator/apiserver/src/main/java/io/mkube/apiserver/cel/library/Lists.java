package io.mkube.apiserver.cel.library;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code isSorted, sum, min, max, indexOf, lastIndexOf} of lists. */
final class Lists {
  private static final TypeParamType ELEMENT = TypeParamType.create("T");
  private static final ListType LIST = ListType.create(ELEMENT);

  /** Types that can be added, with the sum of none. */
  private static final ImmutableMap<CelType, Object> SUMMABLE =
      ImmutableMap.of(
          SimpleType.INT,
          0L,
          SimpleType.UINT,
          UnsignedLong.ZERO,
          SimpleType.DOUBLE,
          0.0,
          SimpleType.DURATION,
          Duration.ZERO);

  private static final List<CelType> COMPARABLE =
      List.of(
          SimpleType.INT,
          SimpleType.UINT,
          SimpleType.DOUBLE,
          SimpleType.BOOL,
          SimpleType.DURATION,
          SimpleType.TIMESTAMP,
          SimpleType.STRING,
          SimpleType.BYTES);

  private static final Pattern TYPED =
      Pattern.compile("list_[a-z0-9]+_(is_sorted_bool|(sum|min|max)_[a-z0-9]+)");

  private Lists() {}

  @SuppressWarnings("Immutable") // the sums of none are values
  static void addTo(FunctionSet set) {
    for (CelType type : COMPARABLE) {
      ListType list = ListType.create(type);
      String id = "list_" + id(type);
      set.add(
          "isSorted",
          CelOverloadDecl.newMemberOverload(id + "_is_sorted_bool", SimpleType.BOOL, list),
          List.of(List.class),
          args -> isSorted((List<?>) args[0]));
      set.add(
          "min",
          CelOverloadDecl.newMemberOverload(id + "_min_" + id(type), type, list),
          List.of(List.class),
          args -> extreme((List<?>) args[0], "min", -1));
      set.add(
          "max",
          CelOverloadDecl.newMemberOverload(id + "_max_" + id(type), type, list),
          List.of(List.class),
          args -> extreme((List<?>) args[0], "max", 1));
    }
    SUMMABLE.forEach(
        (type, none) ->
            set.add(
                "sum",
                CelOverloadDecl.newMemberOverload(
                    "list_" + id(type) + "_sum_" + id(type), type, ListType.create(type)),
                List.of(List.class),
                args -> sum((List<?>) args[0], none)));
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

  static boolean isTyped(String overload) {
    return TYPED.matcher(overload).matches();
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

  private static Object sum(List<?> list, Object none) {
    Object sum = null;
    for (Object element : list) {
      sum = sum == null ? element : plus(sum, element);
    }
    return sum == null ? none : sum;
  }

  private static String id(CelType type) {
    return type.kind().name().toLowerCase(Locale.ROOT);
  }

  private static Object plus(Object a, Object b) {
    try {
      return switch (a) {
        case Long x when b instanceof Long y -> Math.addExact(x, y);
        case UnsignedLong x when b instanceof UnsignedLong y -> sum(x, y);
        case Double x when b instanceof Double y -> x + y;
        case Duration x when b instanceof Duration y -> x.plus(y);
        default -> throw new FunctionFailure("no such overload");
      };
    } catch (ArithmeticException e) {
      throw new FunctionFailure("integer overflow");
    }
  }

  private static UnsignedLong sum(UnsignedLong a, UnsignedLong b) {
    UnsignedLong sum = a.plus(b);
    if (sum.compareTo(a) < 0) {
      throw new ArithmeticException();
    }
    return sum;
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
