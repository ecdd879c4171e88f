package io.mkube.apiserver.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of a value depend on, as a text: the names of its fields and by what the elements
 * of its lists are told apart, but no other values. Where two texts of one type are equal, {@link
 * FieldSets#all} of the values is too.
 */
public final class Structure {
  private static final int INITIAL = 1024;
  private static final int HALF = 16;
  private final StringBuilder text = new StringBuilder(INITIAL);

  private Structure() {}

  /** The text of a value; meant for comparison, not for people. */
  public static String of(MergeType type, JsonNode value) {
    Structure structure = new Structure();
    structure.walk(type, value);
    return structure.text.toString();
  }

  private void walk(MergeType type, JsonNode value) {
    if (type.atomic() || value.isEmpty()) {
      return;
    }
    switch (type) {
      case MergeType.Fields fields when value instanceof ObjectNode object ->
          fields(fields, object);
      case MergeType.Items items when value.isArray() -> items(items, value);
      case MergeType.Unknown unknown when value instanceof ObjectNode object -> deduced(object);
      default -> {}
    }
  }

  private void fields(MergeType.Fields type, ObjectNode object) {
    text.append('{');
    MergeType others = type.others();
    for (var entry : object.properties()) {
      MergeType.Field declared = type.field(entry.getKey());
      MergeType child = declared == null ? others : declared.type();
      if (child != null) {
        name(entry.getKey());
        walk(child, entry.getValue());
      }
    }
    text.append('}');
  }

  private void deduced(ObjectNode object) {
    text.append('{');
    for (var entry : object.properties()) {
      name(entry.getKey());
      walk(MergeType.Unknown.DEDUCED, entry.getValue());
    }
    text.append('}');
  }

  private void items(MergeType.Items type, JsonNode array) {
    text.append('[');
    for (JsonNode item : array) {
      if (type.kind() == MergeType.Items.Kind.SET) {
        identity(item);
      } else if (!item.isObject()) {
        // It has no place among the others, whatever its keys would be by default.
        text.append('!');
      } else {
        for (String key : type.keys()) {
          JsonNode value = item.get(key);
          identity(value == null ? type.defaults().get(key) : value);
        }
      }
      walk(type.element(), item);
    }
    text.append(']');
  }

  private void identity(@Nullable JsonNode value) {
    if (value == null) {
      text.append('?');
    } else {
      text.append(value.isTextual() ? '"' : '=');
      name(value.isContainerNode() ? value.toString() : value.asText());
    }
  }

  /** With its length before it, so that no name looks like several. */
  private void name(String name) {
    text.append(':').append((char) (name.length() >>> HALF)).append((char) name.length());
    text.append(name);
  }
}
