package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.Indentation;
import io.mkube.apiserver.object.IndentedJson;
import io.mkube.apiserver.object.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A document with its hash. Immutable for callers and safe for concurrent use. */
final class CachedDocument {
  private static final int WORTH_PACKING = 128 << 10;

  private final byte[] bytes;
  private final String mediaType;
  private final String hash;
  private volatile byte @Nullable [] packed;

  CachedDocument(byte[] bytes, String mediaType) {
    this(bytes, mediaType, Hash.of(bytes));
  }

  CachedDocument(byte[] bytes, String mediaType, String hash) {
    this.bytes = bytes;
    this.mediaType = mediaType;
    this.hash = hash;
  }

  /** A document that is JSON, read. */
  JsonNode tree() {
    try {
      return Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String hash() {
    return hash;
  }

  /** As {@link #send}, laid out for people who ask for it. */
  void sendReadable(Exchange exchange) throws IOException {
    if (Indentation.wanted(exchange)) {
      new CachedDocument(IndentedJson.of(bytes), mediaType, hash).send(exchange);
    } else {
      send(exchange);
    }
  }

  /** Answers with the document, or with 304 to a client that has it. */
  void send(Exchange exchange) throws IOException {
    String tag = "\"" + hash + "\"";
    exchange.addHeader("ETag", tag);
    if (exchange.header("If-None-Match").filter(value -> value.contains(tag)).isPresent()) {
      exchange.answer(304, mediaType, new byte[0]);
      return;
    }
    boolean compressed =
        bytes.length > WORTH_PACKING
            && exchange.header("Accept-Encoding").filter(v -> v.contains("gzip")).isPresent();
    if (compressed) {
      exchange.addHeader("Content-Encoding", "gzip");
    }
    exchange.answer(200, mediaType, compressed ? packed() : bytes);
  }

  private byte[] packed() throws IOException {
    byte[] found = packed;
    if (found == null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      found = out.toByteArray();
      packed = found;
    }
    return found;
  }
}
