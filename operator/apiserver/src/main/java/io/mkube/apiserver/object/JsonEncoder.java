package io.mkube.apiserver.object;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees straight to a generator: no serializers are looked up and no copy of the tree is
 * made for what is left out. For one object.
 */
final class JsonEncoder {
  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";
  private static final String METADATA = "metadata";
  private static final int USUAL_SIZE = 2048;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
  private final JsonGenerator generator;
  private int metadataAt = -1;
  private boolean metadataEmpty = true;

  private JsonEncoder() throws IOException {
    generator = Json.FACTORY.createGenerator(out);
  }

  static Json.EncodedObject encode(ObjectNode object, Set<String> omittedMetadata) {
    try {
      JsonEncoder encoder = new JsonEncoder();
      try (JsonGenerator generator = encoder.generator) {
        generator.writeStartObject();
        encoder.field(API_VERSION, object.get(API_VERSION));
        encoder.field(KIND, object.get(KIND));
        encoder.metadata(object.get(METADATA), omittedMetadata);
        for (var field : object.properties()) {
          switch (field.getKey()) {
            case API_VERSION, KIND, METADATA -> {}
            default -> encoder.field(field.getKey(), field.getValue());
          }
        }
        generator.writeEndObject();
      }
      return new Json.EncodedObject(
          encoder.out.toByteArray(), encoder.metadataAt, encoder.metadataEmpty);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void metadata(@Nullable JsonNode metadata, Set<String> omitted) throws IOException {
    if (!(metadata instanceof ObjectNode fields)) {
      field(METADATA, metadata);
      return;
    }
    generator.writeFieldName(METADATA);
    generator.writeStartObject();
    metadataAt = out.size() + generator.getOutputBuffered();
    for (var field : fields.properties()) {
      if (!omitted.contains(field.getKey())) {
        metadataEmpty = false;
        field(field.getKey(), field.getValue());
      }
    }
    generator.writeEndObject();
  }

  private void field(String name, @Nullable JsonNode value) throws IOException {
    if (value != null) {
      generator.writeFieldName(name);
      value(value);
    }
  }

  private void value(JsonNode node) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        for (var field : node.properties()) {
          field(field.getKey(), field.getValue());
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        for (JsonNode item : node) {
          value(item);
        }
        generator.writeEndArray();
      }
      case STRING -> generator.writeString(node.textValue());
      case BOOLEAN -> generator.writeBoolean(node.booleanValue());
      case NULL -> generator.writeNull();
      case NUMBER -> number(node);
      case BINARY, MISSING, POJO -> Json.MAPPER.writeTree(generator, node);
    }
  }

  private void number(JsonNode node) throws IOException {
    if (node.isInt()) {
      generator.writeNumber(node.intValue());
    } else if (node.isLong()) {
      generator.writeNumber(node.longValue());
    } else {
      Json.MAPPER.writeTree(generator, node);
    }
  }
}
