package io.mkube.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of one schema, compiled. Immutable and safe for concurrent use. */
public final class RuleValidator {
  private final RuleNode node;
  private final List<CompiledRule> rules;
  private final Map<String, RuleValidator> properties = new LinkedHashMap<>();
  private final @Nullable RuleValidator additional;
  private final @Nullable RuleValidator items;
  private final List<RuleValidator> allOf;

  private RuleValidator(RuleNode node, Supplier<RuleLanguage> language) {
    this.node = node;
    this.rules =
        node.rules().isEmpty()
            ? List.of()
            : CompiledRule.all(node.rules(), node.type(), language.get());
    RuleNode.Children children = node.children();
    children
        .properties()
        .forEach((name, child) -> properties.put(name, new RuleValidator(child, language)));
    this.additional =
        children.additional() == null ? null : new RuleValidator(children.additional(), language);
    this.items = children.items() == null ? null : new RuleValidator(children.items(), language);
    this.allOf = children.allOf().stream().map(part -> new RuleValidator(part, language)).toList();
  }

  /** Compiles all rules of a schema. */
  public static RuleValidator compile(RuleNode root, Supplier<RuleLanguage> language) {
    return new RuleValidator(root, language);
  }

  /**
   * Checks an object that its schema has found to be well-formed.
   *
   * @param old the stored object on an update, null on a create
   */
  public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
    Budget budget = new Budget();
    value(object, old, old == null ? null : new Correlation(object, old, null), "", budget);
    return budget.errors();
  }

  /**
   * Checks a value that stands alone, as if it did not change.
   *
   * @param path its path
   */
  public List<FieldError> validateValue(JsonNode value, String path) {
    Budget budget = new Budget();
    value(value, value, null, path, budget);
    return budget.errors();
  }

  private void value(
      JsonNode value,
      @Nullable JsonNode old,
      @Nullable Correlation correlation,
      String path,
      Budget budget) {
    if (value.isNull() || budget.isSpent()) {
      return;
    }
    JsonNode before = old == null || old.isNull() ? null : old;
    for (CompiledRule rule : rules) {
      RuleRun.run(rule, node.jsonType(), new RuleRun.At(value, before, correlation, path), budget);
      if (budget.isSpent()) {
        return;
      }
    }
    // What is added to a value by allOf is not excused because the value was invalid before.
    Correlation above = correlation == null ? null : correlation.parent();
    for (RuleValidator part : allOf) {
      part.value(value, before, above, path, budget);
    }
    switch (value) {
      case ObjectNode object -> fields(object, before, correlation, path, budget);
      case ArrayNode array when items != null -> {
        Map<Object, JsonNode> index = index(before);
        for (int i = 0; i < array.size(); i++) {
          JsonNode element = array.get(i);
          JsonNode match = index == null ? null : index.get(key(element));
          Correlation next = index == null ? correlation : below(correlation, element, match);
          items.value(element, match, next, path + "[" + i + "]", budget);
        }
      }
      default -> {}
    }
  }

  private void fields(
      ObjectNode object,
      @Nullable JsonNode old,
      @Nullable Correlation correlation,
      String path,
      Budget budget) {
    if (additional != null) {
      for (var member : object.properties()) {
        JsonNode before = old == null || node.atomicMap() ? null : old.get(member.getKey());
        additional.value(
            member.getValue(),
            before,
            node.atomicMap() ? correlation : below(correlation, member.getValue(), before),
            path + "[" + member.getKey() + "]",
            budget);
      }
    }
    properties.forEach(
        (name, child) -> {
          JsonNode value = object.get(name);
          if (value != null) {
            JsonNode before = old == null || node.atomicMap() ? null : old.get(name);
            child.value(
                value,
                before,
                node.atomicMap() ? correlation : below(correlation, value, before),
                path.isEmpty() ? name : path + "." + name,
                budget);
          }
        });
  }

  private static @Nullable Correlation below(
      @Nullable Correlation parent, JsonNode value, @Nullable JsonNode old) {
    return parent == null ? null : new Correlation(value, old, parent);
  }

  /** The old elements by their keys; null if elements cannot be told apart. */
  private @Nullable Map<Object, JsonNode> index(@Nullable JsonNode old) {
    boolean map =
        node.type() instanceof ValueType.ListOf list && list.kind() == ValueType.ListKind.MAP;
    if (!map) {
      return null;
    }
    Map<Object, JsonNode> index = new HashMap<>();
    if (old != null) {
      old.forEach(element -> index.put(key(element), element));
    }
    return index;
  }

  private Object key(JsonNode element) {
    List<@Nullable JsonNode> key = new ArrayList<>();
    if (node.type() instanceof ValueType.ListOf list) {
      list.keys().forEach(name -> key.add(element.get(name)));
    }
    return key;
  }

  /**
   * A value and what it was before.
   *
   * @param old the value before, null if there was none
   * @param parent the value around it, null for the object itself
   */
  record Correlation(JsonNode value, @Nullable JsonNode old, @Nullable Correlation parent) {
    boolean unchanged() {
      return Objects.equals(value, old);
    }
  }
}
