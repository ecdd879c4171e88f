package io.mkube.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.BuiltInKinds;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class OpenApiV3Test {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void refersOnlyToSchemasThatTheDocumentHas() {
    for (String group : groups()) {
      ObjectNode document = builtIn(group);
      Set<String> references = new TreeSet<>();
      collectReferences(document, references);
      references.removeIf(
          reference ->
              document
                  .path("components")
                  .path("schemas")
                  .has(reference.substring("#/components/schemas/".length())));

      assertEquals(Set.of(), references, group);
    }
  }

  @Test
  void marksEveryKindAndItsListAndExplainsThem() {
    JsonNode schemas = builtIn("apps").path("components").path("schemas");

    JsonNode deployment = schemas.path("io.k8s.api.apps.v1.Deployment");
    assertEquals(
        "[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]",
        deployment.path("x-kubernetes-group-version-kind").toString());
    assertTrue(deployment.path("description").asText().startsWith("Deployment enables"));
    assertEquals(
        "[{\"group\":\"apps\",\"kind\":\"DeploymentList\",\"version\":\"v1\"}]",
        schemas
            .path("io.k8s.api.apps.v1.DeploymentList")
            .path("x-kubernetes-group-version-kind")
            .toString());
    JsonNode replicas =
        schemas.path("io.k8s.api.apps.v1.DeploymentSpec").path("properties").path("replicas");
    assertEquals("integer", replicas.path("type").asText());
    assertTrue(replicas.path("description").asText().contains("Number of desired pods"));
  }

  @Test
  void tellsHowListsMerge() {
    JsonNode spec =
        builtIn("").path("components").path("schemas").path("io.k8s.api.core.v1.Container");
    JsonNode ports = spec.path("properties").path("ports");

    assertEquals("containerPort", ports.path("x-kubernetes-patch-merge-key").asText());
    assertEquals("merge", ports.path("x-kubernetes-patch-strategy").asText());
    assertEquals(
        "[\"containerPort\",\"protocol\"]", ports.path("x-kubernetes-list-map-keys").toString());
    assertEquals(
        "atomic", spec.path("properties").path("args").path("x-kubernetes-list-type").asText());
  }

  @Test
  void listsTheParametersThatKubectlLooksForOnThePatchOfNamespaces() {
    JsonNode patch = builtIn("").path("paths").path("/api/v1/namespaces/{name}").path("patch");

    Set<String> names = new HashSet<>();
    patch.path("parameters").forEach(parameter -> names.add(parameter.path("name").asText()));
    assertEquals(Set.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty"), names);
    assertEquals(
        "{\"group\":\"\",\"kind\":\"Namespace\",\"version\":\"v1\"}",
        patch.path("x-kubernetes-group-version-kind").toString());
    assertTrue(
        patch.path("requestBody").path("content").has("application/strategic-merge-patch+json"));
  }

  @Test
  void saysWhatOperationsTakeAndAnswer() {
    JsonNode paths = builtIn("").path("paths");
    JsonNode pods = paths.path("/api/v1/namespaces/{namespace}/pods");
    JsonNode pod = paths.path("/api/v1/namespaces/{namespace}/pods/{name}");

    assertEquals("[\"core_v1\"]", pods.at("/get/tags").toString());
    assertEquals("create a Pod", pods.at("/post/description").asText());
    assertEquals("deleteCoreV1CollectionNamespacedPod", pods.at("/delete/operationId").asText());
    assertEquals(Set.of("200", "201", "202", "401"), names(pods.at("/post/responses")));
    assertEquals(
        "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
        pod.at("/delete/requestBody/content/application~1json/schema/$ref").asText());
    pods.path("get")
        .path("parameters")
        .forEach(each -> assertTrue(each.path("description").asText().contains(" ")));
    assertTrue(
        paths
            .path("/api/v1/namespaces/{namespace}/pods/{name}/log")
            .at("/get/responses/200/content")
            .has("text/plain"));
    assertEquals(
        "{\"group\":\"policy\",\"kind\":\"Eviction\",\"version\":\"v1\"}",
        paths
            .path("/api/v1/namespaces/{namespace}/pods/{name}/eviction")
            .at("/post/x-kubernetes-group-version-kind")
            .toString());
  }

  @Test
  void namesOperationsAsGeneratedClientsDo() {
    JsonNode paths = builtIn("rbac.authorization.k8s.io").path("paths");

    assertEquals(
        "listRbacAuthorizationV1RoleForAllNamespaces",
        paths.path("/apis/rbac.authorization.k8s.io/v1/roles").at("/get/operationId").asText());
    assertEquals(
        "patchCoreV1NamespacedPodStatus",
        builtIn("")
            .path("paths")
            .path("/api/v1/namespaces/{namespace}/pods/{name}/status")
            .at("/patch/operationId")
            .asText());
  }

  @Test
  void tellsTheKindOfSubresources() {
    ObjectNode apps = builtIn("apps");
    JsonNode scale =
        apps.path("paths").path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale");

    assertEquals(
        "{\"group\":\"autoscaling\",\"kind\":\"Scale\",\"version\":\"v1\"}",
        scale.path("get").path("x-kubernetes-group-version-kind").toString());
    assertEquals(
        "[{\"group\":\"autoscaling\",\"kind\":\"Scale\",\"version\":\"v1\"}]",
        apps.path("components")
            .path("schemas")
            .path("io.k8s.api.autoscaling.v1.Scale")
            .path("x-kubernetes-group-version-kind")
            .toString());
  }

  @Test
  void givesEveryOperationAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();
    List<String> repeated = new ArrayList<>();
    for (JsonNode item : builtIn("").path("paths")) {
      for (JsonNode operation : item) {
        String id = operation.path("operationId").asText();
        if (!id.isEmpty() && !ids.add(id)) {
          repeated.add(id);
        }
      }
    }

    assertEquals(List.of(), repeated);
  }

  @Test
  void showsTheSchemaOfACustomResourceWithTheCommonFields() throws Exception {
    ObjectNode schema =
        (ObjectNode)
            JSON.readTree(
                """
                {"type":"object","description":"A widget.","properties":{
                 "metadata":{"type":"object"},
                 "spec":{"type":"object","properties":{"color":{"type":"string","default":"red"}}}}}
                """);
    ResourceType type =
        new ResourceType(
            new GroupVersionKind("shop.example.com", "v1", "Widget"),
            "widgets",
            "widget",
            "WidgetList",
            ResourceType.Scope.NAMESPACED,
            List.of(),
            List.of(),
            List.of("create", "get", "list", "patch", "update"),
            List.of("status"),
            ResourceType.Origin.CUSTOM);

    ObjectNode document =
        OpenApiV3.document(
            "shop.example.com", "v1", List.of(new PublishedType(type, schema, List.of())));

    JsonNode shown = document.path("components").path("schemas").path("com.example.shop.v1.Widget");
    assertEquals("A widget.", shown.path("description").asText());
    assertEquals(
        "red",
        shown
            .path("properties")
            .path("spec")
            .path("properties")
            .path("color")
            .path("default")
            .asText());
    assertEquals(
        "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
        shown.path("properties").path("metadata").path("allOf").get(0).path("$ref").asText());
    JsonNode patch =
        document
            .path("paths")
            .path("/apis/shop.example.com/v1/namespaces/{namespace}/widgets/{name}")
            .path("patch");
    assertFalse(
        patch.path("requestBody").path("content").has("application/strategic-merge-patch+json"));
    assertTrue(
        document
            .path("paths")
            .has("/apis/shop.example.com/v1/namespaces/{namespace}/widgets/{name}/status"));
  }

  @Test
  void makesTheSameDocumentAgain() {
    assertEquals(builtIn("batch").toString(), builtIn("batch").toString());
  }

  private static Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    kinds().forEach(kind -> groups.add(kind.type().kind().group()));
    return groups;
  }

  private static List<BuiltInKind> kinds() {
    List<BuiltInKind> kinds = new ArrayList<>(BuiltInKinds.all());
    kinds.addAll(BuiltInKinds.answered());
    return kinds;
  }

  private static ObjectNode builtIn(String group) {
    return OpenApiV3.document(
        group,
        "v1",
        kinds().stream()
            .filter(kind -> kind.type().kind().group().equals(group))
            .map(kind -> new PublishedType(kind.type(), null, List.of()))
            .toList());
  }

  private static void collectReferences(JsonNode node, Set<String> references) {
    JsonNode reference = node.get("$ref");
    if (reference != null && reference.isTextual()) {
      references.add(reference.asText());
    }
    node.forEach(child -> collectReferences(child, references));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
