package io.mkube.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import io.mkube.apiserver.cel.library.FunctionFailure;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON without a schema, as expressions see it. */
public final class OpenValues {
  private OpenValues() {}

  /** A copy of a document; null for what is missing. */
  public static Object of(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return NullValue.NULL_VALUE;
    }
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>(value.size());
        value.forEach(element -> list.add(of(element)));
        yield list;
      }
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue();
      default -> value.asText();
    };
  }

  /**
   * An object whose fields are computed when an expression looks at them.
   *
   * @param names its fields
   * @param value computes one; throws {@link FunctionFailure} if it cannot
   */
  public static Map<String, Object> computed(Set<String> names, Function<String, Object> value) {
    return new AbstractMap<>() {
      @Override
      public @Nullable Object get(@Nullable Object key) {
        return key instanceof String name && names.contains(name) ? value.apply(name) : null;
      }

      @Override
      public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && names.contains(name);
      }

      @Override
      public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new LinkedHashMap<>();
        names.forEach(name -> all.put(name, value.apply(name)));
        return all.entrySet();
      }
    };
  }

  /** What an expression that looks at a field says that cannot be computed. */
  public static FunctionFailure failure(String text) {
    return FunctionFailure.of(text);
  }
}
