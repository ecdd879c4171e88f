package io.mkube.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The older document, as JSON and read back from protobuf by the definition of its messages. */
final class OpenApiV2Test {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Descriptor DOCUMENT =
      SimpleProto.message(OpenApiV2Test.class, "openapi-v2.proto", "Document");

  private static final String CUSTOM =
      """
      {"type":"object","description":"A widget.","required":["spec"],"properties":{
       "spec":{"type":"object","required":["maybe","size"],"properties":{
        "size":{"type":"integer","minimum":1,"maximum":9.5,"default":3,"enum":[1,3]},
        "maybe":{"type":"string","nullable":true},
        "port":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]},
        "open":{"type":"object","x-kubernetes-preserve-unknown-fields":true,
         "properties":{"a":{"type":"string"}}},
        "labels":{"type":"object","additionalProperties":{"type":"string"}},
        "list":{"type":"array","x-kubernetes-list-type":"set","maxItems":4,
         "items":{"type":"string","pattern":"^a","minLength":1}}}}}}
      """;

  @Test
  void refersOnlyToDefinitionsThatItHas() throws Exception {
    ObjectNode document = document();
    Set<String> missing = new TreeSet<>();
    document
        .findValuesAsText("$ref")
        .forEach(
            reference -> {
              String name = reference.replace("#/definitions/", "");
              // A schema of JSON schemas has a property of this name, too.
              if (reference.startsWith("#") && !document.path("definitions").has(name)) {
                missing.add(reference);
              }
            });

    assertEquals(Set.of(), missing);
    assertTrue(document.path("paths").has("/api/v1/namespaces/{namespace}/pods/{name}"));
    JsonNode pod = document.at("/definitions/io.k8s.api.core.v1.Pod");
    assertEquals(
        "#/definitions/io.k8s.api.core.v1.PodSpec", pod.at("/properties/spec/$ref").asText());
    assertFalse(pod.at("/properties/spec/description").asText().isEmpty());
    assertEquals("Pod", pod.at("/x-kubernetes-group-version-kind/0/kind").asText());
    assertEquals(
        "string",
        document.at("/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity/type").asText());
  }

  @Test
  void leavesOutWhatItCannotSayOfCustomResources() throws Exception {
    JsonNode spec = document().at("/definitions/com.example.v1.Widget/properties/spec");

    assertEquals("[\"size\"]", spec.path("required").toString());
    assertEquals("{}", spec.at("/properties/maybe").toString());
    assertEquals("{\"x-kubernetes-int-or-string\":true}", spec.at("/properties/port").toString());
    assertFalse(spec.at("/properties/open").has("properties"));
    assertEquals("set", spec.at("/properties/list/x-kubernetes-list-type").asText());
    assertEquals(3, spec.at("/properties/size/default").asInt());
  }

  /** A client that reads this version refuses fields beside those that a schema names. */
  @Test
  void namesNoFieldOfAKindThatTakesAnything() throws Exception {
    JsonNode gadget = document().at("/definitions/com.example.v1.Gadget");

    assertEquals(
        JSON.readTree(
            """
            {"type":"object",
             "x-kubernetes-group-version-kind":[
              {"group":"example.com","version":"v1","kind":"Gadget"}],
             "x-kubernetes-selectable-fields":[{"fieldPath":"spec.z"},{"fieldPath":"spec.a"}]}
            """),
        gadget);
  }

  @Test
  void tellsParametersAndBodiesOfOperations() throws Exception {
    JsonNode patch = document().at("/paths/~1api~1v1~1namespaces~1{name}/patch");

    assertEquals("body", patch.at("/parameters/0/in").asText());
    assertTrue(patch.at("/consumes").toString().contains("application/apply-patch+yaml"));
    assertTrue(
        patch.path("parameters").findValuesAsText("name").contains("fieldValidation"),
        patch.toString());
    assertEquals("string", patch.at("/parameters/1/type").asText());
    assertEquals("patch", patch.path("x-kubernetes-action").asText());
  }

  @Test
  void isReadFromProtobufAsItWasWritten() throws Exception {
    ObjectNode document = document();

    DynamicMessage message = DynamicMessage.parseFrom(DOCUMENT, ProtobufDocument.encode(document));

    assertTrue(message.getUnknownFields().asMap().isEmpty());
    assertEquals("2.0", text(message, "swagger"));
    assertEquals(
        document.path("definitions").size(),
        entries(child(message, "definitions"), "additional_properties").size());
    assertEquals(document.path("paths").size(), entries(child(message, "paths"), "path").size());
    Message widget = named(child(message, "definitions"), "com.example.v1.Widget");
    assertEquals("A widget.", text(widget, "description"));
    Message spec = named(child(widget, "properties"), "spec");
    Message size = named(child(spec, "properties"), "size");
    assertEquals(9.5, size.getField(size.getDescriptorForType().findFieldByName("maximum")));
    assertEquals("3\n", text(child(size, "default"), "yaml"));
    assertEquals(List.of("integer"), child(size, "type").getField(typeValue(size)));
    Message list = named(child(spec, "properties"), "list");
    Message item = entries(child(list, "items"), "schema").getFirst();
    assertEquals("^a", text(item, "pattern"));
    Message labels = named(child(spec, "properties"), "labels");
    assertEquals(
        List.of("string"),
        child(child(child(labels, "additional_properties"), "schema"), "type")
            .getField(typeValue(labels)));
  }

  @Test
  void carriesTheKindsOfDefinitionsAsYaml() throws Exception {
    DynamicMessage message =
        DynamicMessage.parseFrom(DOCUMENT, ProtobufDocument.encode(document()));
    Message pod = named(child(message, "definitions"), "io.k8s.api.core.v1.Pod");

    Message extension = entries(pod, "vendor_extension").getFirst();

    assertEquals("x-kubernetes-group-version-kind", text(extension, "name"));
    assertEquals(
        JSON.readTree("[{\"group\":\"\",\"kind\":\"Pod\",\"version\":\"v1\"}]"),
        new YAMLMapper().readTree(text(child(extension, "value"), "yaml")));
  }

  @Test
  void leavesNothingOfTheDocumentOutOfTheMessage() throws Exception {
    DynamicMessage message =
        DynamicMessage.parseFrom(DOCUMENT, ProtobufDocument.encode(document()));

    assertEquals(List.of(), unknown(message));
  }

  private static List<String> unknown(Message message) {
    List<String> found = new ArrayList<>();
    if (!message.getUnknownFields().asMap().isEmpty()) {
      found.add(message.getDescriptorForType().getName() + message.getUnknownFields());
    }
    message
        .getAllFields()
        .values()
        .forEach(
            value -> {
              if (value instanceof Message child) {
                found.addAll(unknown(child));
              } else if (value instanceof List<?> list) {
                list.forEach(
                    element -> {
                      if (element instanceof Message child) {
                        found.addAll(unknown(child));
                      }
                    });
              }
            });
    return found;
  }

  private static FieldDescriptor typeValue(Message schema) {
    return schema
        .getDescriptorForType()
        .findFieldByName("type")
        .getMessageType()
        .findFieldByName("value");
  }

  private static Message named(Message map, String name) {
    return entries(map, "additional_properties").stream()
        .filter(entry -> text(entry, "name").equals(name))
        .map(entry -> child(entry, "value"))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static List<Message> entries(Message message, String field) {
    return (List<Message>) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static Message child(Message message, String field) {
    return (Message) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static String text(Message message, String field) {
    return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static ObjectNode document() throws Exception {
    List<ObjectNode> documents = new ArrayList<>();
    Set<String> groups = new TreeSet<>();
    BuiltInKinds.all().forEach(kind -> groups.add(kind.type().kind().group()));
    for (String group : groups) {
      documents.add(
          OpenApiV3.document(
              group,
              "v1",
              BuiltInKinds.all().stream()
                  .filter(kind -> kind.type().kind().group().equals(group))
                  .map(kind -> new PublishedType(kind.type(), null, List.of()))
                  .toList()));
    }
    ObjectNode widget = (ObjectNode) JSON.readTree(CUSTOM);
    ObjectNode gadget = widget.deepCopy().put("x-kubernetes-preserve-unknown-fields", true);
    documents.add(
        OpenApiV3.document(
            "example.com",
            "v1",
            List.of(
                new PublishedType(custom("Widget"), widget, List.of()),
                new PublishedType(custom("Gadget"), gadget, List.of("spec.z", "spec.a")))));
    return OpenApiV2.document(documents, "v1.32.0");
  }

  private static ResourceType custom(String kind) {
    String singular = kind.toLowerCase(Locale.ROOT);
    return new ResourceType(
        new GroupVersionKind("example.com", "v1", kind),
        singular + "s",
        singular,
        kind + "List",
        ResourceType.Scope.NAMESPACED,
        List.of(),
        List.of(),
        List.of("create", "get", "list", "patch", "update"),
        List.of("status"),
        ResourceType.Origin.CUSTOM);
  }
}
