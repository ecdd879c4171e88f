package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.cel.validation.ValidationRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a custom resource's schema. Immutable; trees in it are never changed after parsing.
 *
 * @param type {@code type}, {@code ""} when not given
 * @param properties fields of an object, in the order of the schema
 * @param additional schema of the other fields, {@code null} when there is none
 * @param anyAdditional whether other fields may hold anything
 * @param items schema of list elements
 * @param defaultValue {@code default}
 * @param nullable whether null is a value
 * @param preserveUnknown whether unknown fields stay
 * @param embedded whether the object is a whole Kubernetes object
 * @param intOrString whether the value is an integer or a string
 * @param list {@code x-kubernetes-list-type} and its keys
 * @param limits numbers, lengths, pattern, format and enum
 * @param required names of fields that must be there
 * @param logic {@code allOf}, {@code anyOf}, {@code oneOf} and {@code not}
 * @param rules {@code x-kubernetes-validations}
 */
record SchemaNode(
    String type,
    Map<String, SchemaNode> properties,
    @Nullable SchemaNode additional,
    boolean anyAdditional,
    @Nullable SchemaNode items,
    @Nullable JsonNode defaultValue,
    boolean nullable,
    boolean preserveUnknown,
    boolean embedded,
    boolean intOrString,
    ListType list,
    ValueLimits limits,
    List<String> required,
    Logic logic,
    List<ValidationRule> rules) {

  /**
   * How elements of a list are told apart.
   *
   * @param kind {@code atomic}, {@code set}, {@code map} or {@code ""}
   * @param keys the fields that identify an element of a map
   * @param strangeObject whether {@code x-kubernetes-map-type} is none that is known
   */
  record ListType(String kind, List<String> keys, boolean strangeObject) {
    private static final ListType NONE = new ListType("", List.of(), false);

    static ListType parse(JsonNode source) {
      String kind = source.path("x-kubernetes-list-type").asText();
      String mapType = source.path("x-kubernetes-map-type").asText();
      boolean strange = !List.of("", "atomic", "granular").contains(mapType);
      List<String> keys = texts(source.path("x-kubernetes-list-map-keys"));
      return kind.isEmpty() && keys.isEmpty() && !strange
          ? NONE
          : new ListType(kind, keys, strange);
    }

    boolean isSet() {
      return kind.equals("set");
    }

    boolean isMap() {
      return kind.equals("map");
    }
  }

  /** Combinations of further checks of the same value. */
  record Logic(
      List<SchemaNode> allOf,
      List<SchemaNode> anyOf,
      List<SchemaNode> oneOf,
      @Nullable SchemaNode not) {
    private static final Logic NONE = new Logic(List.of(), List.of(), List.of(), null);

    static Logic parse(JsonNode source) {
      List<SchemaNode> allOf = parseList(source.path("allOf"));
      List<SchemaNode> anyOf = parseList(source.path("anyOf"));
      List<SchemaNode> oneOf = parseList(source.path("oneOf"));
      SchemaNode not = source.path("not").isObject() ? SchemaNode.parse(source.path("not")) : null;
      return allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not == null
          ? NONE
          : new Logic(allOf, anyOf, oneOf, not);
    }
  }

  static SchemaNode parse(JsonNode source) {
    JsonNode additional = source.path("additionalProperties");
    return new SchemaNode(
        source.path("type").asText(),
        parseProperties(source.path("properties")),
        additional.isObject() ? parse(additional) : null,
        additional.isBoolean() && additional.booleanValue(),
        source.path("items").isObject() ? parse(source.path("items")) : null,
        source.get("default"),
        source.path("nullable").asBoolean(),
        source.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
        source.path("x-kubernetes-embedded-resource").asBoolean(),
        source.path("x-kubernetes-int-or-string").asBoolean(),
        ListType.parse(source),
        ValueLimits.parse(source),
        texts(source.path("required")),
        Logic.parse(source),
        rules(source.path("x-kubernetes-validations")));
  }

  private static Map<String, SchemaNode> parseProperties(JsonNode source) {
    if (source.isEmpty()) {
      return Map.of();
    }
    Map<String, SchemaNode> properties = new LinkedHashMap<>();
    for (var property : source.properties()) {
      properties.put(property.getKey(), parse(property.getValue()));
    }
    return Collections.unmodifiableMap(properties);
  }

  private static List<SchemaNode> parseList(JsonNode source) {
    List<SchemaNode> nodes = new ArrayList<>();
    source.forEach(element -> nodes.add(parse(element)));
    return List.copyOf(nodes);
  }

  private static List<String> texts(JsonNode source) {
    List<String> texts = new ArrayList<>();
    source.forEach(element -> texts.add(element.asText()));
    return List.copyOf(texts);
  }

  private static List<ValidationRule> rules(JsonNode source) {
    List<ValidationRule> rules = new ArrayList<>();
    source.forEach(rule -> rules.add(ValidationRule.of(rule)));
    return List.copyOf(rules);
  }

  /** The schema of a field, or {@code null} when the field may hold anything or is unknown. */
  @Nullable SchemaNode field(String name) {
    SchemaNode property = properties.get(name);
    return property != null ? property : additional;
  }

  /** Whether a field is specified, so that it is not pruned. */
  boolean knows(String name) {
    return properties.containsKey(name) || additional != null || anyAdditional;
  }

  /** The path of a field; one that is only specified for any name stands in brackets. */
  String pathTo(String path, String name) {
    if (properties.containsKey(name)) {
      return path.isEmpty() ? name : path + "." + name;
    }
    return path + "[" + name + "]";
  }
}
