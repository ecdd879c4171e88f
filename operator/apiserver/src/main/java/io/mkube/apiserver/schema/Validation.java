package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks objects against a structural schema, in the words of Kubernetes. A part that equals the
 * stored one is not checked again: a schema may have become stricter since.
 */
final class Validation {
  /** Nobody reads more, and a costly pattern is given up no more often than this. */
  private static final int MAX_FINDINGS = 200;

  private final List<FieldError> errors = new ArrayList<>();
  private int checked;

  private Validation() {}

  static List<FieldError> ofObject(SchemaNode root, ObjectNode object, @Nullable ObjectNode old) {
    Validation validation = new Validation();
    validation.fields(root, object, old, "");
    ValueChecks.check(root, object, "", validation.errors);
    validation.logic(root, object, "");
    return List.copyOf(validation.errors);
  }

  /** Checks a value that stands alone, such as a default. */
  static List<FieldError> ofValue(SchemaNode schema, JsonNode value, String path) {
    Validation validation = new Validation();
    validation.value(schema, value, null, path);
    return List.copyOf(validation.errors);
  }

  private void value(SchemaNode schema, JsonNode value, @Nullable JsonNode old, String path) {
    if (errors.size() >= MAX_FINDINGS || isUnchanged(schema, value, old)) {
      return;
    }
    checked++;
    if (!TypeNames.accepts(schema, value)) {
      errors.add(TypeNames.mismatch(schema, value, path));
    }
    ValueChecks.check(schema, value, path, errors);
    if (value.isNull()) {
      return;
    }
    switch (value) {
      case ObjectNode object ->
          fields(schema, object, old instanceof ObjectNode ? old : null, path);
      case ArrayNode array -> elements(schema, array, old, path);
      default -> {}
    }
    logic(schema, value, path);
  }

  private void fields(SchemaNode schema, ObjectNode object, @Nullable JsonNode old, String path) {
    for (String name : schema.required()) {
      if (!object.has(name)) {
        errors.add(FieldError.required(below(path, name), ""));
      }
    }
    for (var member : object.properties()) {
      String name = member.getKey();
      SchemaNode field = schema.field(name);
      if (field != null) {
        JsonNode before = old == null ? null : old.get(name);
        value(field, member.getValue(), before, below(path, name));
      }
    }
  }

  /** Elements of a map may change their order without being changed. */
  private static boolean isUnchanged(SchemaNode schema, JsonNode value, @Nullable JsonNode old) {
    if (old == null || value.equals(old)) {
      return old != null;
    }
    if (value.size() != old.size()) {
      return false;
    }
    return switch (value) {
      case ArrayNode array when schema.list().isMap() && schema.items() != null ->
          isReordered(schema, array, old);
      case ObjectNode object -> {
        for (var member : object.properties()) {
          SchemaNode field = schema.field(member.getKey());
          JsonNode before = old.get(member.getKey());
          if (field == null || !isUnchanged(field, member.getValue(), before)) {
            yield false;
          }
        }
        yield !object.isEmpty();
      }
      default -> false;
    };
  }

  private static boolean isReordered(SchemaNode schema, ArrayNode array, JsonNode old) {
    SchemaNode items = schema.items();
    Map<JsonNode, JsonNode> stored = ListChecks.index(schema.list(), old);
    for (JsonNode element : array) {
      JsonNode before = stored.get(ListChecks.key(schema.list(), null, element));
      if (items == null || !isUnchanged(items, element, before)) {
        return false;
      }
    }
    return !array.isEmpty();
  }

  private void elements(SchemaNode schema, ArrayNode array, @Nullable JsonNode old, String path) {
    SchemaNode items = schema.items();
    Map<JsonNode, JsonNode> stored = ListChecks.index(schema.list(), old);
    for (int i = 0; items != null && i < array.size(); i++) {
      JsonNode before = stored.get(ListChecks.key(schema.list(), null, array.get(i)));
      value(items, array.get(i), before, path + "[" + i + "]");
    }
  }

  private void logic(SchemaNode schema, JsonNode value, String path) {
    SchemaNode.Logic logic = schema.logic();
    allOf(logic.allOf(), value, path);
    if (!logic.anyOf().isEmpty()) {
      Alternatives found = alternatives(logic.anyOf(), value, path);
      if (found.valid() == 0) {
        errors.add(composite(path, "must validate at least one schema (anyOf)"));
        errors.addAll(found.closest());
      }
    }
    if (!logic.oneOf().isEmpty()) {
      oneOf(alternatives(logic.oneOf(), value, path), path);
    }
    SchemaNode not = logic.not();
    if (not != null && alternatives(List.of(not), value, path).valid() == 1) {
      errors.add(composite(path, "must not validate the schema (not)"));
    }
  }

  private void allOf(List<SchemaNode> parts, JsonNode value, String path) {
    int valid = 0;
    for (SchemaNode part : parts) {
      Validation validation = new Validation();
      validation.value(part, value, null, path);
      errors.addAll(validation.errors);
      valid += validation.errors.isEmpty() ? 1 : 0;
    }
    if (valid < parts.size()) {
      String rule = "must validate all the schemas (allOf)";
      errors.add(composite(path, valid == 0 ? rule + ". None validated" : rule));
    }
  }

  private void oneOf(Alternatives found, String path) {
    String rule = "must validate one and only one schema (oneOf). ";
    if (found.valid() == 0) {
      errors.add(composite(path, rule + "Found none valid"));
      errors.addAll(found.closest());
    } else if (found.valid() > 1) {
      errors.add(composite(path, rule + "Found " + found.valid() + " valid alternatives"));
    }
  }

  private static Alternatives alternatives(List<SchemaNode> parts, JsonNode value, String path) {
    int valid = 0;
    int most = 0;
    List<FieldError> closest = List.of();
    for (SchemaNode part : parts) {
      Validation validation = new Validation();
      validation.value(part, value, null, path);
      if (validation.errors.isEmpty()) {
        valid++;
      } else if (validation.checked > most) {
        most = validation.checked;
        closest = validation.errors;
      }
    }
    return new Alternatives(valid, closest);
  }

  private static FieldError composite(String path, String detail) {
    // kube-apiserver knows no field of such a finding.
    return FieldError.invalid("<nil>", "\"\"", "\"" + path + "\" " + detail);
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * How a value does against alternatives.
   *
   * @param valid how many it satisfies
   * @param closest what is wrong with it for the one that says most about it
   */
  private record Alternatives(int valid, List<FieldError> closest) {}
}
