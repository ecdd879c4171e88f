package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.PathElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks an applied configuration against its type: only declared fields, values of the right form,
 * elements that can be told apart. The words are those of structured-merge-diff, which users know.
 */
public final class TypeCheck {
  private final List<String> errors = new ArrayList<>();

  private TypeCheck() {}

  /** What is wrong with a configuration, each with its path; empty if nothing is. */
  public static List<String> errors(MergeType type, ObjectNode config) {
    TypeCheck check = new TypeCheck();
    check.value(type, config, "");
    return List.copyOf(check.errors);
  }

  /** Several errors as one text. */
  public static String text(List<String> errors) {
    return errors.size() == 1 ? errors.getFirst() : "errors:\n  " + String.join("\n  ", errors);
  }

  private void value(MergeType type, JsonNode value, String path) {
    if (value.isNull()) {
      return;
    }
    switch (type) {
      case MergeType.Scalar scalar -> scalar(scalar, value, path);
      case MergeType.Fields fields -> {
        if (value instanceof ObjectNode object) {
          fields(fields, object, path);
        } else {
          add(path, "expected map, got " + goValue(value));
        }
      }
      case MergeType.Items items -> {
        if (value.isArray()) {
          items(items, value, path);
        } else {
          add(path, "expected list, got " + goValue(value));
        }
      }
      case MergeType.Unknown unknown -> {}
    }
  }

  private void scalar(MergeType.Scalar type, JsonNode value, String path) {
    switch (type) {
      case STRING -> {
        if (!value.isTextual()) {
          add(path, "expected string, got &value.valueUnstructured{Value:" + goSyntax(value) + "}");
        }
      }
      case NUMERIC -> {
        if (!value.isNumber()) {
          add(path, "expected numeric (int or float), got " + goType(value));
        }
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          add(path, "expected boolean, got " + goValue(value));
        }
      }
      case UNTYPED -> {
        if (value.isContainerNode()) {
          add(path, "expected any scalar, got " + goValue(value));
        }
      }
    }
  }

  private void fields(MergeType.Fields type, ObjectNode object, String path) {
    for (var entry : object.properties()) {
      MergeType.Field field = MergeType.fieldOf(type, entry.getKey());
      String below = path + "." + entry.getKey();
      if (field == null) {
        add(below, "field not declared in schema");
      } else {
        value(field.type(), entry.getValue(), below);
      }
    }
  }

  private void items(MergeType.Items type, JsonNode array, String path) {
    Set<PathElement> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      String below = path + "[" + i + "]";
      if (!type.atomic()) {
        try {
          PathElement element = Elements.identify(type, array.get(i));
          if (!seen.add(element)) {
            add(path, "duplicate entries for key " + element);
          }
          below = path + element;
        } catch (Elements.UnidentifiedException e) {
          add(path, "element " + i + ": " + e.getMessage());
          return;
        }
      }
      value(type.element(), array.get(i), below);
    }
  }

  private void add(String path, String problem) {
    errors.add(path.isEmpty() ? problem : path + ": " + problem);
  }

  private static String goValue(JsonNode value) {
    return "&{" + (value.isTextual() ? value.textValue() : plain(value)) + "}";
  }

  /** As {@code %v} prints lists and maps, keys sorted. */
  private static String plain(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(item -> parts.add(plain(item)));
      return "[" + String.join(" ", parts) + "]";
    }
    if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      value.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> parts.add(entry.getKey() + ":" + plain(entry.getValue())));
      return "map[" + String.join(" ", parts) + "]";
    }
    return value.isNull() ? "<nil>" : value.asText();
  }

  private static String goSyntax(JsonNode value) {
    return value.isObject()
        ? "map[string]interface {}{" + inside(value) + "}"
        : value.isArray() ? "[]interface {}{" + inside(value) + "}" : value.toString();
  }

  private static String inside(JsonNode container) {
    List<String> parts = new ArrayList<>();
    if (container.isObject()) {
      container.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> parts.add('"' + entry.getKey() + "\":" + goSyntax(entry.getValue())));
    } else {
      container.forEach(item -> parts.add(goSyntax(item)));
    }
    return String.join(", ", parts);
  }

  private static String goType(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case ARRAY -> "[]interface {}";
      default -> "map[string]interface {}";
    };
  }
}
