package io.mkube.apiserver.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages with random fields, of every shape that a Go program may send. */
final class RandomMessages {
  private static final List<String> TEXTS =
      List.of(
          "", "a", "some text", "grüße", "日本", "\ud83d\ude00", "line\nfeed\u0000", "x".repeat(300));
  private static final List<String> QUANTITIES = List.of("0", "1", "100m", "64Mi", "12e3", "1500m");
  private static final List<String> DOCUMENTS =
      List.of("{\"f:a\":{\".\":{}}}", "\"text\"", "17", "[1,\"b\",null]", "{\"a\":{\"b\":[true]}}");

  private final Random random;

  RandomMessages(Random random) {
    this.random = random;
  }

  DynamicMessage of(Descriptor type, int depth) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    int chance = depth > 3 ? 60 : 25;
    for (FieldDescriptor field : type.getFields()) {
      boolean deep = field.getType() == FieldDescriptor.Type.MESSAGE && depth <= 0;
      if (deep || random.nextInt(100) >= chance) {
        continue;
      }
      if (field.isMapField()) {
        for (int i = random.nextInt(4); i >= 0; i--) {
          builder.addRepeatedField(field, entry(field.getMessageType(), i, depth));
        }
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          builder.addRepeatedField(field, value(field, depth));
        }
      } else {
        builder.setField(field, value(field, depth));
      }
    }
    return builder.build();
  }

  private DynamicMessage entry(Descriptor type, int number, int depth) {
    FieldDescriptor value = type.findFieldByNumber(2);
    String key = List.of("k", "ä", "\uffee", "\ud83d\ude00").get(number);
    return DynamicMessage.newBuilder(type)
        .setField(type.findFieldByNumber(1), key)
        .setField(value, value(value, depth))
        .build();
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getType()) {
      case STRING -> any(TEXTS);
      case BOOL -> random.nextBoolean();
      case INT32 -> random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(3) - 1;
      case INT64 -> random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(3) - 1L;
      case DOUBLE -> random.nextInt(100) / 4.0 - 5;
      case BYTES -> ByteString.copyFromUtf8(any(TEXTS));
      case MESSAGE -> special(field.getMessageType(), depth);
      default -> throw new IllegalStateException(field.getFullName());
    };
  }

  private DynamicMessage special(Descriptor type, int depth) {
    return switch (type.getName()) {
      case "Quantity" -> set(type, Map.of(1, any(QUANTITIES)));
      case "Time", "MicroTime" ->
          random.nextInt(8) == 0
              ? set(type, Map.of())
              : set(type, Map.of(1, (long) random.nextInt(), 2, random.nextInt(1_000_000_000)));
      case "IntOrString" ->
          random.nextBoolean()
              ? set(type, Map.of(1, 0L, 2, random.nextInt(), 3, ""))
              : set(type, Map.of(1, 1L, 2, 0, 3, any(TEXTS)));
      case "FieldsV1", "RawExtension", "JSON" ->
          set(type, Map.of(1, ByteString.copyFromUtf8(any(DOCUMENTS))));
      case "JSONSchemaPropsOrBool" ->
          depth > 0 && random.nextBoolean()
              ? set(
                  type,
                  Map.of(1, true, 2, of(type.findFieldByNumber(2).getMessageType(), depth - 2)))
              : set(type, Map.of(1, random.nextBoolean()));
      case "JSONSchemaPropsOrArray", "JSONSchemaPropsOrStringArray" -> union(type, depth);
      default -> of(type, depth - 1);
    };
  }

  private DynamicMessage union(Descriptor type, int depth) {
    FieldDescriptor single = type.findFieldByNumber(1);
    FieldDescriptor several = type.findFieldByNumber(2);
    return random.nextBoolean()
        ? set(type, Map.of(1, of(single.getMessageType(), depth - 2)))
        : set(type, Map.of(2, List.of(value(several, depth - 2), value(several, depth - 2))));
  }

  private static DynamicMessage set(Descriptor type, Map<Integer, Object> fields) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    fields.forEach((number, value) -> builder.setField(type.findFieldByNumber(number), value));
    return builder.build();
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
