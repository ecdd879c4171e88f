package io.mkube.apiserver.object;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.Set;

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
    return JsonEncoder.encode(object, Set.of()).bytes();
  }

  /** Writes a document with its fields in the order that it has them. */
  public static byte[] writeInOrder(ObjectNode document) {
    return JsonEncoder.inOrder(document);
  }

  /**
   * Writes an object as {@link #write} does, without some fields of its metadata.
   *
   * @throws IllegalArgumentException if it has no metadata
   */
  public static EncodedObject encode(ObjectNode object, Set<String> omittedMetadata) {
    EncodedObject encoded = JsonEncoder.encode(object, omittedMetadata);
    if (encoded.metadataAt() < 0) {
      throw new IllegalArgumentException("an object without metadata");
    }
    return encoded;
  }

  /**
   * An encoded object.
   *
   * @param bytes the JSON, not copied
   * @param metadataAt index of the first byte behind the opening brace of the metadata, −1 if there
   *     is none
   * @param metadataEmpty whether nothing stands between the braces
   */
  public record EncodedObject(byte[] bytes, int metadataAt, boolean metadataEmpty) {}

  /** Equality in which the order of fields and the type of numbers do not count. */
  public static boolean same(JsonNode a, JsonNode b) {
    return a.equals(BY_VALUE, b);
  }
}
