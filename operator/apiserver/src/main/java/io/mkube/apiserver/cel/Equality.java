package io.mkube.apiserver.cel;

import com.google.common.primitives.UnsignedLong;
import io.mkube.apiserver.cel.ValueType.ListKind;
import io.mkube.apiserver.cel.Values.ListView;
import io.mkube.apiserver.cel.Values.ObjectView;
import io.mkube.apiserver.cel.Values.View;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When values are equal, and how lists are joined. As in CEL, but for lists from documents whose
 * schema says that they are sets or maps: their order does not count, and a sum holds no element
 * twice.
 */
final class Equality {
  private Equality() {}

  static boolean equal(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return sameNumber(x, y);
    }
    if (a instanceof Collection<?> x && b instanceof Collection<?> y) {
      return sameLists(List.copyOf(x), List.copyOf(y), kindOf(a, b), keysOf(a, b));
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return sameMaps(x, y);
    }
    if (a instanceof Quantity x && b instanceof Quantity y) {
      return x.amount().compareTo(y.amount()) == 0;
    }
    if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
      return x.isPresent() == y.isPresent() && (x.isEmpty() || equal(x.get(), y.orElseThrow()));
    }
    return Objects.equals(a, b);
  }

  private static boolean sameNumber(Number a, Number b) {
    if (a instanceof Long && b instanceof Long) {
      return a.longValue() == b.longValue();
    }
    if (isNotFinite(a) || isNotFinite(b)) {
      return a.doubleValue() == b.doubleValue();
    }
    return decimal(a).compareTo(decimal(b)) == 0;
  }

  private static boolean isNotFinite(Number number) {
    return number instanceof Double value && !Double.isFinite(value);
  }

  private static BigDecimal decimal(Number number) {
    return switch (number) {
      case Double value -> new BigDecimal(value);
      case UnsignedLong value -> new BigDecimal(value.bigIntegerValue());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static ListKind kindOf(Object a, Object b) {
    return a instanceof ListView view
        ? view.kind()
        : b instanceof ListView other ? other.kind() : ListKind.ATOMIC;
  }

  private static List<String> keysOf(Object a, Object b) {
    return a instanceof ListView view
        ? view.keys()
        : b instanceof ListView other ? other.keys() : List.of();
  }

  private static boolean sameLists(List<?> a, List<?> b, ListKind kind, List<String> keys) {
    if (a.size() != b.size()) {
      return false;
    }
    return switch (kind) {
      case ATOMIC -> {
        for (int i = 0; i < a.size(); i++) {
          if (!equal(a.get(i), b.get(i))) {
            yield false;
          }
        }
        yield true;
      }
      case SET -> a.stream().allMatch(element -> contains(b, element));
      case MAP -> {
        Map<Object, Object> index = index(a, keys);
        yield b.stream()
            .allMatch(
                element -> {
                  Object other = index.get(key(element, keys));
                  return other != null && equal(other, element);
                });
      }
    };
  }

  static boolean contains(List<?> list, Object value) {
    for (Object element : list) {
      if (equal(element, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameMaps(Map<?, ?> a, Map<?, ?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    if (a instanceof ObjectView x && b instanceof ObjectView y && !x.hidden().equals(y.hidden())) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object other =
          b instanceof View view && entry.getKey() instanceof String name
              ? view.present(name)
              : b.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /** The sum of two lists, of the kind of the first. */
  static List<?> join(List<?> a, List<?> b) {
    ListKind kind = a instanceof ListView view ? view.kind() : ListKind.ATOMIC;
    return switch (kind) {
      case ATOMIC -> {
        List<Object> all = new ArrayList<>(a);
        all.addAll(b);
        yield all;
      }
      case SET -> {
        List<Object> all = new ArrayList<>(a);
        b.stream().filter(element -> !contains(a, element)).forEach(all::add);
        yield all;
      }
      case MAP -> {
        List<String> keys = keysOf(a, b);
        Map<Object, Object> index = index(a, keys);
        b.forEach(element -> index.put(key(element, keys), element));
        yield List.copyOf(index.values());
      }
    };
  }

  private static Map<Object, Object> index(List<?> list, List<String> keys) {
    Map<Object, Object> index = new LinkedHashMap<>();
    list.forEach(element -> index.put(key(element, keys), element));
    return index;
  }

  private static Object key(Object element, List<String> keys) {
    if (!(element instanceof Map<?, ?> map)) {
      return element;
    }
    List<Optional<Object>> key = new ArrayList<>();
    keys.forEach(name -> key.add(Optional.ofNullable(map.get(name))));
    return key;
  }
}
