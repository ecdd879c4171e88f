package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.mkube.apiserver.types.Quantity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares a message as it was sent with the one that is answered: what was said is said, what was
 * not said is at most empty.
 */
final class SameMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MICROSECOND = 1000;

  private SameMessages() {}

  static void check(Message sent, Message answered, String path) {
    assertTrue(answered.getUnknownFields().asMap().isEmpty(), path);
    switch (sent.getDescriptorForType().getName()) {
      case "Quantity" ->
          assertEquals(
              Quantity.parse(text(sent)).orElseThrow().amount().stripTrailingZeros(),
              Quantity.parse(text(answered)).orElseThrow().amount().stripTrailingZeros(),
              path);
      case "Time", "MicroTime" -> checkTimes(sent, answered, path);
      case "FieldsV1", "RawExtension", "JSON" ->
          assertEquals(document(sent), document(answered), path);
      default -> {
        for (FieldDescriptor field : sent.getDescriptorForType().getFields()) {
          checkField(field, sent, answered, path + "." + field.getName());
        }
      }
    }
  }

  private static void checkField(
      FieldDescriptor field, Message sent, Message answered, String path) {
    if (field.isMapField()) {
      Map<Object, Object> ours = entries(answered, field);
      Map<Object, Object> theirs = entries(sent, field);
      assertEquals(theirs.keySet(), ours.keySet(), path);
      theirs.forEach((key, value) -> checkValue(value, ours.get(key), path + "." + key));
    } else if (field.isRepeated()) {
      List<?> theirs = (List<?>) sent.getField(field);
      List<?> ours = (List<?>) answered.getField(field);
      assertEquals(theirs.size(), ours.size(), path);
      for (int i = 0; i < theirs.size(); i++) {
        checkValue(theirs.get(i), ours.get(i), path + "[" + i + "]");
      }
    } else if (field.getType() == FieldDescriptor.Type.MESSAGE && !sent.hasField(field)) {
      assertTrue(
          !answered.hasField(field) || empty((Message) answered.getField(field)),
          () -> path + " is not empty");
    } else {
      checkValue(sent.getField(field), answered.getField(field), path);
    }
  }

  private static void checkValue(Object sent, @Nullable Object answered, String path) {
    if (sent instanceof Message message && answered instanceof Message other) {
      check(message, other, path);
    } else {
      assertEquals(sent, answered, path);
    }
  }

  /** JSON has whole seconds of the one and microseconds of the other; zero is said by nothing. */
  private static void checkTimes(Message sent, Message answered, String path) {
    int precision =
        sent.getDescriptorForType().getName().equals("Time") ? Integer.MAX_VALUE : MICROSECOND;
    assertEquals(number(sent, 1), number(answered, 1), path);
    assertEquals(number(sent, 2) / precision * precision, number(answered, 2), path);
  }

  private static boolean empty(Message message) {
    if (message.getDescriptorForType().getName().equals("Quantity")) {
      return text(message).equals("0");
    }
    return message.getAllFields().values().stream()
        .allMatch(
            value ->
                value instanceof Message inner
                    ? empty(inner)
                    : List.of("", 0, 0L, 0.0, false).contains(value));
  }

  private static Map<Object, Object> entries(Message message, FieldDescriptor field) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Object each : (List<?>) message.getField(field)) {
      Message entry = (Message) each;
      Object value = entry.getField(entry.getDescriptorForType().findFieldByNumber(2));
      entries.put(entry.getField(entry.getDescriptorForType().findFieldByNumber(1)), value);
    }
    return entries;
  }

  private static long number(Message message, int field) {
    return ((Number) message.getField(message.getDescriptorForType().findFieldByNumber(field)))
        .longValue();
  }

  private static String text(Message message) {
    return (String) message.getField(message.getDescriptorForType().findFieldByNumber(1));
  }

  private static Object document(Message message) {
    FieldDescriptor raw = message.getDescriptorForType().findFieldByNumber(1);
    ByteString bytes = (ByteString) message.getField(raw);
    try {
      return JSON.readTree(bytes.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(bytes.toStringUtf8(), e);
    }
  }
}
