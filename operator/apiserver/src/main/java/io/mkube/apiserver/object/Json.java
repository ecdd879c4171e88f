package io.mkube.apiserver.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The one way of reading and writing JSON. Thread-safe. */
public final class Json {
  /**
   * Deepest nesting that is accepted from clients. Code that walks objects recurses, so the limit
   * keeps a hostile body from exhausting a thread's stack.
   */
  public static final int MAX_DEPTH = 256;

  /**
   * Reads and writes with the limits of this server. Buffers are pooled for all threads: each
   * request has a virtual thread of its own, for which a buffer per thread is a new buffer.
   */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 << 20)
                  .maxNumberLength(1000)
                  .build())
          .build();

  /** Maps trees only; no data binding is configured. */
  public static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";
  private static final String METADATA = "metadata";

  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads bytes that this server wrote.
   *
   * @throws IllegalStateException if they are not a JSON object
   */
  public static ObjectNode read(byte[] bytes) {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalStateException("a stored value is not a JSON object");
    } catch (IOException e) {
      throw new IllegalStateException("a stored value is not readable", e);
    }
  }

  /**
   * Writes an object with {@code apiVersion}, {@code kind} and {@code metadata} first, so that a
   * reader finds the metadata without looking at the rest.
   */
  public static byte[] write(ObjectNode object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.writeStartObject();
      writeField(generator, API_VERSION, object.get(API_VERSION));
      writeField(generator, KIND, object.get(KIND));
      writeField(generator, METADATA, object.get(METADATA));
      for (var field : object.properties()) {
        switch (field.getKey()) {
          case API_VERSION, KIND, METADATA -> {}
          default -> writeField(generator, field.getKey(), field.getValue());
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Equality in which the order of fields and the type of numbers do not count. */
  public static boolean same(JsonNode a, JsonNode b) {
    return a.equals(BY_VALUE, b);
  }

  private static void writeField(JsonGenerator generator, String name, @Nullable JsonNode value)
      throws IOException {
    if (value != null) {
      generator.writeFieldName(name);
      MAPPER.writeTree(generator, value);
    }
  }
}
