package io.mkube.apiserver.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees straight into bytes: no serializers are looked up, no contexts are kept and no copy
 * of the tree is made for what is left out. For one object.
 */
final class JsonEncoder {
  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";
  private static final String METADATA = "metadata";

  private final JsonText text;
  private int metadataAt = -1;
  private boolean metadataEmpty = true;

  private JsonEncoder(JsonText text) {
    this.text = text;
  }

  static Json.EncodedObject encode(ObjectNode object, Set<String> omittedMetadata) {
    try (JsonText text = new JsonText()) {
      JsonEncoder encoder = new JsonEncoder(text);
      encoder.object(object, omittedMetadata);
      return new Json.EncodedObject(text.toByteArray(), encoder.metadataAt, encoder.metadataEmpty);
    }
  }

  static byte[] inOrder(ObjectNode document) {
    try (JsonText text = new JsonText()) {
      new JsonEncoder(text).value(document);
      return text.toByteArray();
    }
  }

  private void object(ObjectNode object, Set<String> omittedMetadata) {
    text.syntax('{');
    field(API_VERSION, object.get(API_VERSION));
    field(KIND, object.get(KIND));
    metadata(object.get(METADATA), omittedMetadata);
    for (var field : object.properties()) {
      switch (field.getKey()) {
        case API_VERSION, KIND, METADATA -> {}
        default -> field(field.getKey(), field.getValue());
      }
    }
    text.syntax('}');
  }

  private void metadata(@Nullable JsonNode metadata, Set<String> omitted) {
    if (!(metadata instanceof ObjectNode fields)) {
      field(METADATA, metadata);
      return;
    }
    name(METADATA);
    text.syntax('{');
    metadataAt = text.size();
    for (var field : fields.properties()) {
      if (!omitted.contains(field.getKey())) {
        metadataEmpty = false;
        field(field.getKey(), field.getValue());
      }
    }
    text.syntax('}');
  }

  private void field(String name, @Nullable JsonNode value) {
    if (value != null) {
      name(name);
      value(value);
    }
  }

  private void name(String name) {
    text.separate();
    text.string(name);
    text.syntax(':');
  }

  /** Classes are compared rather than types asked for, which is a call that no compiler inlines. */
  private void value(JsonNode node) {
    if (node instanceof TextNode string) {
      text.string(string.textValue());
    } else if (node instanceof ReadyObject ready) {
      text.raw(ready.json());
    } else if (node instanceof ObjectNode object) {
      text.syntax('{');
      if (!object.isEmpty()) {
        for (var field : object.properties()) {
          field(field.getKey(), field.getValue());
        }
      }
      text.syntax('}');
    } else if (node instanceof ArrayNode array) {
      text.syntax('[');
      for (int i = 0; i < array.size(); i++) {
        text.separate();
        value(array.get(i));
      }
      text.syntax(']');
    } else {
      scalar(node);
    }
  }

  private void scalar(JsonNode node) {
    if (node instanceof BooleanNode flag) {
      text.literal(flag.booleanValue() ? "true" : "false");
    } else if (node instanceof IntNode number) {
      text.literal(Integer.toString(number.intValue()));
    } else if (node instanceof LongNode number) {
      text.literal(Long.toString(number.longValue()));
    } else if (node instanceof NullNode) {
      text.literal("null");
    } else {
      rare(node);
    }
  }

  private void rare(JsonNode node) {
    try {
      text.raw(Json.MAPPER.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
