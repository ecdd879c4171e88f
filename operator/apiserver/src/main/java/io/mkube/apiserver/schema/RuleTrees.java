package io.mkube.apiserver.schema;

import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.cel.ValueType.Field;
import io.mkube.apiserver.cel.ValueType.ListKind;
import io.mkube.apiserver.cel.ValueType.Scalar;
import io.mkube.apiserver.cel.ValueType.Simple;
import io.mkube.apiserver.cel.cost.Range;
import io.mkube.apiserver.cel.validation.RuleNode;
import io.mkube.apiserver.schema.structure.StructuralRules;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a schema can see, and where they are. Sizes are those of kube-apiserver, which
 * decide what rules may cost. For one use.
 */
final class RuleTrees {
  private static final long MAX_REQUEST = 3L * 1024 * 1024;
  private static final SchemaNode TEXT = SchemaNode.parse(TypeNames.schemaOf("string"));
  private final IdentityHashMap<SchemaNode, Optional<ValueType>> types = new IdentityHashMap<>();

  private RuleTrees() {}

  /** The nodes of a schema that have rules or are above one; empty when no node has. */
  static Optional<RuleNode> of(SchemaNode root) {
    if (!hasRules(root)) {
      return Optional.empty();
    }
    return Optional.ofNullable(new RuleTrees().node(root, root, "", true, 1L));
  }

  /** The same of a node that stands alone, such as one with a default. */
  static Optional<RuleNode> ofValue(SchemaNode node) {
    return Optional.ofNullable(new RuleTrees().node(node, node, "", node.embedded(), 1L));
  }

  /** What expressions can see of a whole object. */
  static Optional<ValueType> typeOf(SchemaNode root) {
    return Optional.ofNullable(new RuleTrees().type(root, true));
  }

  static boolean hasRules(SchemaNode node) {
    return !node.rules().isEmpty()
        || node.properties().values().stream().anyMatch(RuleTrees::hasRules)
        || (node.additional() != null && hasRules(node.additional()))
        || (node.items() != null && hasRules(node.items()))
        || node.logic().allOf().stream().anyMatch(RuleTrees::hasRules);
  }

  /**
   * A node.
   *
   * @param rules where the rules are: {@code structure} itself, or a part of its {@code allOf}
   * @param structure what types are given by
   * @param isObject whether it is a whole Kubernetes object
   * @param cardinality how often it can be there, null for no limit
   */
  private @Nullable RuleNode node(
      SchemaNode rules,
      SchemaNode structure,
      String path,
      boolean isObject,
      @Nullable Long cardinality) {
    ValueType type = type(structure, isObject);
    if (type == null || !hasRules(rules)) {
      return null;
    }
    Long inside = times(cardinality, structure);
    Map<String, RuleNode> properties = new LinkedHashMap<>();
    rules
        .properties()
        .forEach(
            (name, property) -> {
              SchemaNode outer = structure.properties().get(name);
              String at = StructuralRules.child(path, "properties[" + name + "]");
              RuleNode child = outer == null ? null : child(property, outer, at, inside);
              if (child != null) {
                properties.put(name, child);
              }
            });
    RuleNode additional =
        child(
            rules.additional(),
            structure.additional(),
            StructuralRules.child(path, "additionalProperties"),
            inside);
    RuleNode items =
        child(rules.items(), structure.items(), StructuralRules.child(path, "items"), inside);
    List<RuleNode> allOf =
        rules.logic().allOf().stream()
            .map(part -> node(part, structure, path, isObject, cardinality))
            .filter(Objects::nonNull)
            .toList();
    return new RuleNode(
        path,
        structure.type(),
        type,
        rules.rules(),
        structure.list().strangeObject(),
        cardinality,
        new RuleNode.Children(properties, additional, items, allOf));
  }

  private @Nullable RuleNode child(
      @Nullable SchemaNode rules,
      @Nullable SchemaNode structure,
      String path,
      @Nullable Long cardinality) {
    return rules == null || structure == null
        ? null
        : node(rules, structure, path, structure.embedded(), cardinality);
  }

  private static @Nullable Long times(@Nullable Long cardinality, SchemaNode node) {
    Long factor =
        switch (node.type()) {
          case "array" -> node.limits().maxItems();
          case "object" ->
              node.additional() != null || node.anyAdditional()
                  ? node.limits().maxProperties()
                  : Long.valueOf(1);
          default -> Long.valueOf(1);
        };
    return cardinality == null || factor == null
        ? null
        : Long.valueOf(Range.product(cardinality, Math.max(0, factor)));
  }

  private @Nullable ValueType type(SchemaNode node, boolean isObject) {
    Optional<ValueType> known = types.get(node);
    if (known == null) {
      known = Optional.ofNullable(declare(node, isObject));
      types.put(node, known);
    }
    return known.orElse(null);
  }

  private @Nullable ValueType declare(SchemaNode node, boolean isObject) {
    if (node.intOrString()) {
      return new Simple(Scalar.INT_OR_STRING, textSize(node, MAX_REQUEST - 2), 1);
    }
    String type = isObject ? "object" : node.type();
    return switch (type) {
      case "array" -> list(node);
      case "object" -> node.additional() == null ? fields(node, isObject) : map(node);
      case "string" -> text(node);
      case "boolean" -> new Simple(Scalar.BOOL, 0, 4);
      case "number" -> new Simple(Scalar.DOUBLE, 0, 1);
      case "integer" -> new Simple(Scalar.INT, 0, 1);
      default -> null;
    };
  }

  private @Nullable ValueType list(SchemaNode node) {
    SchemaNode items = node.items();
    ValueType element = items == null ? null : type(items, items.embedded());
    if (items == null || element == null) {
      return null;
    }
    Long limit = node.limits().maxItems();
    long max = limit == null ? (MAX_REQUEST - 2) / (element.minBytes() + 1) : Math.max(0, limit);
    ListKind kind =
        node.list().isSet() ? ListKind.SET : node.list().isMap() ? ListKind.MAP : ListKind.ATOMIC;
    return new ValueType.ListOf(element, items.nullable(), kind, node.list().keys(), max, 2);
  }

  private @Nullable ValueType map(SchemaNode node) {
    SchemaNode values = Objects.requireNonNull(node.additional());
    ValueType value = type(values, values.embedded());
    if (value == null) {
      return null;
    }
    Long limit = node.limits().maxProperties();
    long max = limit == null ? (MAX_REQUEST - 2) / (value.minBytes() + 6) : Math.max(0, limit);
    return new ValueType.MapOf(value, values.nullable(), max, 2);
  }

  private ValueType fields(SchemaNode node, boolean isObject) {
    Map<String, Field> fields = new LinkedHashMap<>();
    long minBytes = 2;
    for (var property : node.properties().entrySet()) {
      SchemaNode schema = property.getValue();
      ValueType type = type(schema, schema.embedded());
      fields.put(property.getKey(), new Field(type, schema.nullable()));
      boolean sent = node.required().contains(property.getKey()) && schema.defaultValue() == null;
      if (sent && type != null) {
        minBytes += property.getKey().length() + type.minBytes() + 4;
      }
    }
    if (isObject && !namesItself(node)) {
      Field text = new Field(type(TEXT, false), false);
      fields.put("apiVersion", text);
      fields.put("kind", text);
      Map<String, Field> metadata = Map.of("name", text, "generateName", text);
      fields.put("metadata", new Field(new ValueType.Fields(metadata, 0, 2), false));
    }
    return new ValueType.Fields(fields, 0, minBytes);
  }

  /** Schemas that have identity and both names themselves keep what else they say of metadata. */
  private static boolean namesItself(SchemaNode node) {
    SchemaNode metadata = node.properties().get("metadata");
    return isText(node, "apiVersion")
        && isText(node, "kind")
        && metadata != null
        && metadata.type().equals("object")
        && isText(metadata, "name")
        && isText(metadata, "generateName");
  }

  private static boolean isText(SchemaNode node, String property) {
    SchemaNode text = node.properties().get(property);
    return text != null && text.type().equals("string");
  }

  private static ValueType text(SchemaNode node) {
    return switch (node.limits().format()) {
      case "byte" -> {
        Long limit = node.limits().maxLength();
        yield new Simple(Scalar.BYTES, limit == null ? MAX_REQUEST - 2 : Math.max(0, limit), 2);
      }
      case "duration" -> new Simple(Scalar.DURATION, 32, 3);
      case "date" -> new Simple(Scalar.DATE, 12, 12);
      case "date-time" -> new Simple(Scalar.DATE_TIME, 21, 22);
      default -> {
        long longest = MAX_REQUEST - 2;
        if (!node.limits().allowed().isEmpty()) {
          longest =
              node.limits().allowed().stream()
                  .mapToLong(value -> value.asText().length())
                  .max()
                  .orElse(0);
        }
        yield new Simple(Scalar.STRING, textSize(node, longest), 2);
      }
    };
  }

  /** A limit counts characters, a request bytes, of which a character can have four. */
  private static long textSize(SchemaNode node, long otherwise) {
    Long limit = node.limits().maxLength();
    return limit == null ? otherwise : Range.product(Math.max(0, limit), 4);
  }
}
