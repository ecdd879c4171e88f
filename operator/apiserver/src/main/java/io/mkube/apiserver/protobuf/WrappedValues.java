package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mkube.apiserver.types.Quantity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Messages that are a single value in JSON. */
final class WrappedValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MessageDecoder.MAX_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Go writes no year beyond 9999. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final double MAX_EXACT_INTEGER = 1e15;

  private WrappedValues() {}

  /** {@code Quantity{1 string}}. */
  static JsonNode quantity(WireReader in) throws ProtobufException {
    int start = in.offset();
    String text = "";
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      if (tag.number() == 1) {
        text = in.string(tag);
      } else {
        in.skip(tag);
      }
    }
    Quantity quantity =
        Quantity.parse(text.isEmpty() ? "0" : text)
            .orElseThrow(() -> new ProtobufException(start, Quantity.SYNTAX_ERROR));
    return JSON.textNode(quantity.canonical());
  }

  /** {@code IntOrString{1 type, 2 intVal, 3 strVal}}, type 0 for a number. */
  static JsonNode intOrString(WireReader in) throws ProtobufException {
    long kind = 0;
    int number = 0;
    String text = "";
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      switch (tag.number()) {
        case 1 -> kind = in.varint(tag);
        case 2 -> number = (int) in.varint(tag);
        case 3 -> text = in.string(tag);
        default -> in.skip(tag);
      }
    }
    return kind == 0 ? JSON.numberNode(number) : JSON.textNode(text);
  }

  /** {@code Time{1 seconds, 2 nanos}}; {@code null} for the message of no bytes, Go's zero time. */
  static @Nullable JsonNode time(WireReader in) throws ProtobufException {
    return in.hasMore() ? JSON.textNode(SECONDS.format(instant(in))) : null;
  }

  /** As {@link #time}, to the microsecond. */
  static @Nullable JsonNode microTime(WireReader in) throws ProtobufException {
    return in.hasMore() ? JSON.textNode(MICROS.format(instant(in))) : null;
  }

  private static Instant instant(WireReader in) throws ProtobufException {
    int start = in.offset();
    long seconds = 0;
    int nanos = 0;
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      switch (tag.number()) {
        case 1 -> seconds = in.varint(tag);
        case 2 -> nanos = (int) in.varint(tag);
        default -> in.skip(tag);
      }
    }
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw new ProtobufException(start, "a time is out of range");
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new ProtobufException(start, "a time is out of range");
    }
  }

  /** {@code RawExtension}, {@code FieldsV1} and {@code JSON}: {@code {1 raw}} with JSON text. */
  static @Nullable JsonNode rawJson(WireReader in) throws ProtobufException {
    int start = in.offset();
    byte[] raw = new byte[0];
    while (in.hasMore()) {
      WireReader.Tag tag = in.tag();
      if (tag.number() == 1) {
        start = in.offset();
        raw = in.bytes(tag);
      } else {
        in.skip(tag);
      }
    }
    if (raw.length == 0) {
      return null;
    }
    try {
      return MAPPER.readTree(raw);
    } catch (JsonProcessingException e) {
      throw new ProtobufException(start, "embedded JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ProtobufException(start, "embedded JSON cannot be read");
    }
  }

  /** A floating-point number as JSON has it: whole numbers without a fraction. */
  static JsonNode number(int offset, double value) throws ProtobufException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ProtobufException(offset, "a number is not finite");
    }
    return value == Math.rint(value) && Math.abs(value) < MAX_EXACT_INTEGER
        ? integer((long) value)
        : JSON.numberNode(value);
  }

  /** The node that a JSON parser makes of an integer: nodes of other widths are not equal to it. */
  static JsonNode integer(long value) {
    return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
  }
}
