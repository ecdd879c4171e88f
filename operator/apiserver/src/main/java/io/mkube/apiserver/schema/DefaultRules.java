package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.structure.StructuralRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Defaults of a structural schema must fit it. One that stands in the identity or metadata of an
 * object is tried in an object that has nothing else.
 */
final class DefaultRules {
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");
  private static final Around OBJECT = new Around(DefaultRules::identified, false);

  private final List<FieldError> errors = new ArrayList<>();

  private DefaultRules() {}

  static List<FieldError> check(ObjectNode source) {
    DefaultRules rules = new DefaultRules();
    SchemaNode root = SchemaNode.parse(withoutIntOrString(source));
    rules.node(root, "", true, root, OBJECT);
    return List.copyOf(rules.errors);
  }

  /** kube-apiserver asks no type of the default of an integer or string. */
  private static ObjectNode withoutIntOrString(ObjectNode source) {
    ObjectNode copy = source.deepCopy();
    for (JsonNode node : copy.findParents(INT_OR_STRING)) {
      ((ObjectNode) node).remove(INT_OR_STRING);
    }
    return copy;
  }

  /**
   * Checks a node and what is below.
   *
   * @param isObject whether the node is a whole object
   * @param object the schema of the object that the node is in
   */
  private void node(
      SchemaNode node, String path, boolean isObject, SchemaNode object, Around around) {
    JsonNode value = node.defaultValue();
    if (value != null) {
      String at = StructuralRules.child(path, "default");
      if (around.inMetadata()) {
        inMetadata(node, value, at, object, around);
      } else {
        outside(node, value, at, isObject);
      }
    }
    if (node.items() != null) {
      below(node.items(), StructuralRules.child(path, "items"), object, around.index());
    }
    for (var property : node.properties().entrySet()) {
      String name = property.getKey();
      boolean entersMetadata = isObject && IDENTITY.contains(name);
      below(
          property.getValue(),
          StructuralRules.child(path, "properties[" + name + "]"),
          object,
          around.field(name, entersMetadata));
    }
  }

  private void below(SchemaNode node, String path, SchemaNode object, Around around) {
    boolean embedded = node.embedded();
    node(node, path, embedded, embedded ? node : object, embedded ? OBJECT : around);
  }

  private void inMetadata(
      SchemaNode node, JsonNode value, String at, SchemaNode object, Around around) {
    ObjectNode whole = around.build().apply(value.deepCopy());
    Optional<FieldError> mismatch = EmbeddedObjects.firstMismatch(object, whole, "", true);
    String fault =
        mismatch
            .map(FieldError::text)
            .orElseGet(() -> aggregate(EmbeddedObjects.check(object, whole, "", true)));
    if (fault.isEmpty()) {
      values(node, value, at);
    } else {
      String detail = "must result in valid metadata: " + fault;
      errors.add(FieldError.invalid(at, ListChecks.goValue(value), detail));
    }
  }

  private static String aggregate(List<FieldError> faults) {
    String all = faults.stream().map(FieldError::text).distinct().collect(Collectors.joining(", "));
    return faults.size() > 1 ? "[" + all + "]" : all;
  }

  private void outside(SchemaNode node, JsonNode value, String at, boolean isObject) {
    if (Pruning.wouldRemove(node, value)) {
      String detail = "must not have fields that are not specified in the schema";
      errors.add(FieldError.invalid(at, ListChecks.goValue(value), detail));
    }
    Optional<FieldError> mismatch = EmbeddedObjects.firstMismatch(node, value, at, isObject);
    List<FieldError> found =
        mismatch.map(List::of).orElseGet(() -> EmbeddedObjects.check(node, value, at, isObject));
    errors.addAll(found);
    if (found.isEmpty()) {
      values(node, value, at);
    }
  }

  /** Messages tell the place inside the default, fields the whole path. */
  private void values(SchemaNode node, JsonNode value, String at) {
    for (FieldError error : Validation.ofValue(node, value, "")) {
      boolean own = error.field().isEmpty() || error.field().equals("<nil>");
      String field = own ? at : at + "." + error.field();
      errors.add(new FieldError(error.reason(), field, error.message()));
    }
  }

  private static ObjectNode identified(JsonNode object) {
    ObjectNode whole = (ObjectNode) object;
    if (!whole.has("kind")) {
      whole.put("kind", "Validation");
    }
    if (!whole.has("apiVersion")) {
      whole.put("apiVersion", "validation/v1");
    }
    return whole;
  }

  /**
   * Builds the object around a value.
   *
   * @param inMetadata whether the value is in the object's identity or metadata
   */
  private record Around(Function<JsonNode, ObjectNode> build, boolean inMetadata) {
    Around index() {
      return new Around(
          value -> build.apply(JsonNodeFactory.instance.arrayNode().add(value)), inMetadata);
    }

    Around field(String name, boolean entersMetadata) {
      return new Around(
          value -> build.apply(JsonNodeFactory.instance.objectNode().set(name, value)),
          inMetadata || entersMetadata);
    }
  }
}
