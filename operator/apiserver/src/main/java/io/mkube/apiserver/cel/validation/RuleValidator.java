package io.mkube.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.error.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    value(
        object,
        old,
        old == null ? null : new Correlation(node.type(), object, old, null),
        "",
        budget);
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
      case ArrayNode array when items != null ->
          elements(items, array, before, correlation, path, budget);
      default -> {}
    }
  }

  /** Elements that nothing but their position tells apart are taken for new ones. */
  private void elements(
      RuleValidator items,
      ArrayNode array,
      @Nullable JsonNode old,
      @Nullable Correlation correlation,
      String path,
      Budget budget) {
    if (!(node.type() instanceof ValueType.ListOf list) || list.kind() != ValueType.ListKind.MAP) {
      for (int i = 0; i < array.size(); i++) {
        items.value(array.get(i), null, correlation, path + "[" + i + "]", budget);
      }
      return;
    }
    Map<Object, JsonNode> index = Correlation.index(list, old);
    for (int i = 0; i < array.size(); i++) {
      JsonNode element = array.get(i);
      JsonNode match = index.get(Correlation.key(list, element));
      Correlation next = below(correlation, items, element, match);
      items.value(element, match, next, path + "[" + i + "]", budget);
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
        JsonNode before = old == null ? null : old.get(member.getKey());
        additional.value(
            member.getValue(),
            before,
            below(correlation, additional, member.getValue(), before),
            path + "[" + member.getKey() + "]",
            budget);
      }
    }
    properties.forEach(
        (name, child) -> {
          JsonNode value = object.get(name);
          if (value != null) {
            JsonNode before = old == null ? null : old.get(name);
            child.value(
                value,
                before,
                below(correlation, child, value, before),
                path.isEmpty() ? name : path + "." + name,
                budget);
          }
        });
  }

  private static @Nullable Correlation below(
      @Nullable Correlation parent, RuleValidator child, JsonNode value, @Nullable JsonNode old) {
    return parent == null ? null : new Correlation(child.node.type(), value, old, parent);
  }
}
