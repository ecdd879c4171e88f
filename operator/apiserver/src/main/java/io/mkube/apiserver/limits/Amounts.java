package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Quantities by the name of what they are of, as in {@code resources.requests}.
 *
 * @param values sorted by name
 */
record Amounts(SortedMap<String, Quantity> values) {
  static final Amounts NONE = new Amounts(new TreeMap<>());
  private static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Quantity.Format.DECIMAL_SI);

  Amounts {
    values = new TreeMap<>(values);
  }

  /** Reads an object such as {@code {"cpu": "100m"}}; what is no quantity is left out. */
  static Amounts of(JsonNode object) {
    SortedMap<String, Quantity> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Quantity.parse(entry.getValue().asText()).ifPresent(v -> values.put(entry.getKey(), v));
    }
    return new Amounts(values);
  }

  /** So many of one thing. */
  static Amounts of(String name, long count) {
    return NONE.with(name, count(count));
  }

  static Quantity count(long count) {
    return new Quantity(BigDecimal.valueOf(count), Quantity.Format.DECIMAL_SI);
  }

  @Nullable Quantity get(String name) {
    return values.get(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  Amounts with(String name, Quantity value) {
    SortedMap<String, Quantity> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new Amounts(changed);
  }

  Amounts plus(Amounts other) {
    return merge(other, Amounts::sum);
  }

  /** The greater amount of each. */
  Amounts max(Amounts other) {
    return merge(other, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** What is more here than there. */
  Amounts excessOver(Amounts before) {
    SortedMap<String, Quantity> more = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          Quantity old = before.values.getOrDefault(name, ZERO);
          if (value.compareTo(old) > 0) {
            more.put(name, new Quantity(value.amount().subtract(old.amount()), value.format()));
          }
        });
    return new Amounts(more);
  }

  /** Only what has one of these names. */
  Amounts only(Set<String> names) {
    SortedMap<String, Quantity> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return new Amounts(kept);
  }

  /** These names, with zero for what is not here. */
  Amounts filled(Set<String> names) {
    SortedMap<String, Quantity> all = new TreeMap<>();
    names.forEach(name -> all.put(name, values.getOrDefault(name, ZERO)));
    return new Amounts(all);
  }

  /** The names of which there is more than a limit allows; what has no limit may be anything. */
  Set<String> above(Amounts limits) {
    return values.entrySet().stream()
        .filter(
            entry -> {
              Quantity limit = limits.get(entry.getKey());
              return limit != null && entry.getValue().compareTo(limit) > 0;
            })
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** As Kubernetes prints them: {@code cpu=1,pods=2}. */
  String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().canonical())
        .collect(Collectors.joining(","));
  }

  ObjectNode json() {
    ObjectNode object = Json.object();
    values.forEach((name, value) -> object.put(name, value.canonical()));
    return object;
  }

  private Amounts merge(Amounts other, BinaryOperator<Quantity> operation) {
    SortedMap<String, Quantity> merged = new TreeMap<>(values);
    other.values.forEach(
        (name, value) -> merged.merge(name, Objects.requireNonNull(value), operation));
    return new Amounts(merged);
  }

  private static Quantity sum(Quantity a, Quantity b) {
    return new Quantity(
        a.amount().add(b.amount()), a.amount().signum() == 0 ? b.format() : a.format());
  }
}
