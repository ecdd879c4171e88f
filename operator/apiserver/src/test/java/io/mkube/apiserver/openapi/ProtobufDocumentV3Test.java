package io.mkube.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.mkube.apiserver.builtin.BuiltInKinds;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.protobuf.SimpleProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Documents of version 3 as protobuf, read back by the definition of their messages. */
class ProtobufDocumentV3Test {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Descriptor DOCUMENT =
      SimpleProto.message(ProtobufDocumentV3Test.class, "openapi-v3.proto", "Document");

  @Test
  void saysTheSameAsJson() throws Exception {
    Map<String, List<PublishedType>> groups = new TreeMap<>();
    BuiltInKinds.all().stream()
        .filter(kind -> kind.type().kind().version().equals("v1"))
        .forEach(
            kind ->
                groups
                    .computeIfAbsent(kind.type().kind().group(), any -> new ArrayList<>())
                    .add(new PublishedType(kind.type(), null, List.of())));

    for (var group : groups.entrySet()) {
      assertSame(OpenApiV3.document(group.getKey(), "v1", group.getValue()));
    }
    assertSame(IndexDocuments.of("apis"));
  }

  @Test
  void saysTheSameOfSchemasOfDefinitions() throws Exception {
    ObjectNode schema =
        (ObjectNode)
            JSON.readTree(
                """
                {"description":"A widget.","type":"object","required":["spec"],"properties":{"spec":{
                 "type":"object","x-kubernetes-validations":[{"rule":"self.size > 1"}],"properties":{
                  "size":{"type":"integer","minimum":0,"maximum":9.5,"exclusiveMaximum":true,
                    "default":3},
                  "ratio":{"type":"number","multipleOf":0.5,"default":0},
                  "on":{"type":"boolean","default":false,"nullable":true},
                  "name":{"type":"string","pattern":"^a","minLength":1,"maxLength":8,
                    "enum":["a","ab"],"default":"a","example":"ab"},
                  "list":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string"},
                    "uniqueItems":false},
                  "labels":{"type":"object","additionalProperties":{"type":"string"},
                    "minProperties":1,"maxProperties":2},
                  "open":{"type":"object","additionalProperties":true},
                  "either":{"anyOf":[{"type":"integer"},{"type":"string"}],
                    "x-kubernetes-int-or-string":true},
                  "no":{"not":{"enum":[1]},"oneOf":[{"title":"t"}]}}}}}
                """);
    ResourceType type =
        new ResourceType(
            new GroupVersionKind("example.com", "v1", "Widget"),
            "widgets",
            "widget",
            "WidgetList",
            ResourceType.Scope.NAMESPACED,
            List.of(),
            List.of(),
            List.of("create", "get", "list", "patch", "update"),
            List.of("status"),
            ResourceType.Origin.CUSTOM);

    assertSame(
        OpenApiV3.document(
            "example.com", "v1", List.of(new PublishedType(type, schema, List.of()))));
  }

  /** What is no number, boolean or text has no form in {@code DefaultType}. */
  @Test
  void leavesDefaultsOfObjectsEmpty() throws Exception {
    ObjectNode document =
        (ObjectNode)
            JSON.readTree(
                "{\"components\":{\"schemas\":{\"A\":{\"type\":\"object\",\"default\":{\"a\":1}}}}}");

    assertEquals(
        JSON.readTree(
            "{\"components\":{\"schemas\":{\"A\":{\"type\":\"object\",\"default\":null}}}}"),
        read(document));
  }

  private static void assertSame(ObjectNode document) throws Exception {
    // numbers by their values: 3 in JSON is 3.0 where the message has a double
    assertEquals("", difference("", normal(document), normal(read(document))));
  }

  /** The first place at which two documents differ. */
  private static String difference(String path, JsonNode expected, JsonNode found) {
    if (expected.equals(found)) {
      return "";
    }
    Set<String> names = new TreeSet<>();
    expected.fieldNames().forEachRemaining(names::add);
    found.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String inside = difference(path + "/" + name, expected.path(name), found.path(name));
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    return path + ": " + expected + " and not " + found;
  }

  private static JsonNode read(ObjectNode document) throws IOException {
    return json(DynamicMessage.parseFrom(DOCUMENT, ProtobufDocument.encodeV3(document)));
  }

  private static JsonNode normal(JsonNode node) {
    if (node.isNumber()) {
      return JSON.getNodeFactory().numberNode(node.asDouble());
    }
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      // messages know no empty lists
      object.removeIf(value -> value instanceof ArrayNode array && array.isEmpty());
      object.properties().forEach(entry -> entry.setValue(normal(entry.getValue())));
    } else if (copy instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, normal(array.get(i)));
      }
    }
    return copy;
  }

  private static JsonNode json(Object value) {
    return switch (value) {
      case Message message -> json(message);
      case List<?> list -> {
        ArrayNode array = JSON.createArrayNode();
        list.forEach(element -> array.add(json(element)));
        yield array;
      }
      default -> JSON.valueToTree(value);
    };
  }

  private static JsonNode json(Message message) {
    assertEquals(Map.of(), message.getUnknownFields().asMap());
    String type = message.getDescriptorForType().getName();
    Map<FieldDescriptor, Object> fields = message.getAllFields();
    if (type.equals("Any")) {
      try {
        return YAML.readTree(fields.values().iterator().next().toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    boolean choice = type.endsWith("OrReference") || type.equals("DefaultType");
    if (choice || type.equals("AdditionalPropertiesItem") || type.equals("ItemsItem")) {
      if (fields.isEmpty()) {
        return JSON.nullNode();
      }
      Object only = fields.values().iterator().next();
      return json(only instanceof List<?> list ? list.getFirst() : only);
    }
    ObjectNode object = JSON.createObjectNode();
    fields.forEach(
        (field, value) -> {
          if (value instanceof List<?> list
              && field.getType() == FieldDescriptor.Type.MESSAGE
              && field.getMessageType().getName().startsWith("Named")) {
            list.forEach(entry -> put(object, (Message) entry));
          } else {
            object.set(name(field), json(value));
          }
        });
    return object;
  }

  private static void put(ObjectNode object, Message entry) {
    Descriptor type = entry.getDescriptorForType();
    object.set(
        (String) entry.getField(type.findFieldByName("name")),
        json(entry.getField(type.findFieldByName("value"))));
  }

  private static String name(FieldDescriptor field) {
    return field.getName().equals("_ref") ? "$ref" : field.getJsonName();
  }
}
