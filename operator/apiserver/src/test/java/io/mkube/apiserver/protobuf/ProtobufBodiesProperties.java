package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Networking;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.TypeField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Messages with random fields set, encoded by the published protobuf classes: what comes out must
 * be an object that the published JSON classes read, and that the schema of the kind keeps as it
 * is.
 */
final class ProtobufBodiesProperties {
  private static final int DEPTH = 7;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Kind(String apiVersion, String name, Descriptor message, Class<?> model) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("v1", "Pod", V1.Pod.getDescriptor(), V1Pod.class),
          new Kind("v1", "Service", V1.Service.getDescriptor(), V1Service.class),
          new Kind("apps/v1", "Deployment", V1Apps.Deployment.getDescriptor(), V1Deployment.class),
          new Kind(
              "networking.k8s.io/v1",
              "Ingress",
              V1Networking.Ingress.getDescriptor(),
              V1Ingress.class),
          new Kind(
              "networking.k8s.io/v1",
              "NetworkPolicy",
              V1Networking.NetworkPolicy.getDescriptor(),
              V1NetworkPolicy.class));

  @Property(tries = 60)
  void decodedObjectsAreThoseOfThePublishedModels(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    DynamicMessage message = message(kind.message(), random, DEPTH);

    var object = ProtobufBodies.decode(envelope(kind, message));

    JsonNode decoded = MAPPER.readTree(MAPPER.writeValueAsBytes(object));
    ObjectSchema schema =
        ObjectSchema.ofBuiltIn(GroupVersionKind.of(kind.apiVersion(), kind.name()));
    assertEquals(Optional.empty(), schema.typeMismatch(object));
    assertEquals(List.of(), schema.prune(object));
    // The models refuse unknown fields, wrong types and missing required fields.
    Object model = JSON.getGson().fromJson(decoded.toString(), kind.model());
    JsonNode rewritten = MAPPER.readTree(JSON.serialize(model));
    assertSame(decoded, rewritten, "");
  }

  @Property(tries = 300)
  void randomBytesAreReadOrRefused(@ForAll byte[] noise, @ForAll long seed) {
    Random random = new Random(seed);
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    byte[] body = envelope(kind, message(kind.message(), random, 4));
    for (int i = 0; i < noise.length && i < body.length - 4; i++) {
      body[4 + random.nextInt(body.length - 4)] = noise[i];
    }
    try {
      ProtobufBodies.decode(body);
    } catch (ProtobufException e) {
      assertTrue(e.offset() <= body.length);
    }
  }

  /** Every value that both have is the same; the model may drop what is empty. */
  private static void assertSame(JsonNode decoded, JsonNode model, String path) {
    for (var field : decoded.properties()) {
      JsonNode other = model.get(field.getKey());
      String below = path + "." + field.getKey();
      if (field.getKey().equals("managedFields")) {
        // The published models drop them when they read an object.
        assertTrue(other == null, below);
      } else if (other == null) {
        boolean empty = field.getValue().isContainerNode() && field.getValue().isEmpty();
        assertTrue(empty || field.getValue().isNull(), () -> below + " is lost: " + field);
      } else if (field.getValue().isObject()) {
        assertSame(field.getValue(), other, below);
      } else if (!field.getKey().endsWith("Time")
          && !field.getKey().endsWith("Timestamp")
          && !field.getKey().equals("time")
          && !field.getKey().endsWith("At")) {
        if (!field.getValue().isArray()) {
          assertEquals(field.getValue().asText(), other.asText(), below);
        } else {
          assertEquals(field.getValue().size(), other.size(), below);
        }
      }
    }
  }

  private static DynamicMessage message(Descriptor type, Random random, int depth) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean set = random.nextInt(100) < (depth > 3 ? 50 : 25);
      boolean deep = field.getType() == FieldDescriptor.Type.MESSAGE && depth <= 0;
      // The protobuf classes know this field, the JSON models of the same release do not yet.
      boolean newer = field.getName().equals("volumeStatus");
      if (newer || (!isRequired(field) && (!set || deep))) {
        continue;
      }
      if (field.isMapField()) {
        builder.addRepeatedField(field, entry(field.getMessageType(), random, depth));
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          builder.addRepeatedField(field, value(field, random, depth));
        }
      } else {
        builder.setField(field, value(field, random, depth));
      }
    }
    return builder.build();
  }

  /** The published models refuse objects without these; Go always writes inlined messages. */
  private static boolean isRequired(FieldDescriptor field) {
    String type =
        field.getContainingType().getFullName().replaceFirst("^k8s\\.io\\..*?(\\w+\\.v1\\.)", "$1");
    TypeField known = BuiltInTypes.get().named(type).field(field.getNumber());
    return known != null && (known.required() || known.inline());
  }

  private static DynamicMessage entry(Descriptor type, Random random, int depth) {
    FieldDescriptor key = type.findFieldByNumber(1);
    FieldDescriptor value = type.findFieldByNumber(2);
    return DynamicMessage.newBuilder(type)
        .setField(key, "k" + random.nextInt(5))
        .setField(value, value(value, random, depth))
        .build();
  }

  private static Object value(FieldDescriptor field, Random random, int depth) {
    return switch (field.getType()) {
      case STRING -> random.nextBoolean() ? "" : "v" + random.nextInt(1000);
      case BOOL -> random.nextBoolean();
      case INT32 -> random.nextInt(3) - 1;
      case INT64 -> (long) random.nextInt(3) - 1;
      case DOUBLE -> random.nextInt(10) / 4.0;
      case BYTES -> ByteString.copyFromUtf8("b" + random.nextInt(10));
      case MESSAGE -> special(field.getMessageType(), random, depth);
      default -> throw new IllegalStateException(field.getFullName());
    };
  }

  private static Object special(Descriptor type, Random random, int depth) {
    Map<Integer, Object> fields =
        switch (type.getName()) {
          case "Quantity" -> Map.of(1, random.nextInt(100) + "m");
          case "Time", "MicroTime" -> Map.of(1, (long) random.nextInt());
          case "IntOrString" ->
              random.nextBoolean() ? Map.of(1, 0L, 2, 8080) : Map.of(1, 1L, 3, "http");
          case "FieldsV1" -> Map.of(1, ByteString.copyFromUtf8("{\"f:a\":{}}"));
          default -> Map.of();
        };
    if (fields.isEmpty()) {
      return message(type, random, depth - 1);
    }
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    fields.forEach((number, value) -> builder.setField(type.findFieldByNumber(number), value));
    return builder.build();
  }

  private static byte[] envelope(Kind kind, DynamicMessage message) {
    return GoBodies.envelope(kind.apiVersion(), kind.name(), message.toByteArray());
  }
}
