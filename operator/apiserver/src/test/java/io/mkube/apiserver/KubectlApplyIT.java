package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.Kubectl.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply --server-side} of the stock kubectl. */
class KubectlApplyIT extends KubectlTest {
  private static final String MANAGERS =
      "jsonpath={range .metadata.managedFields[*]}{.manager}:{.operation}:{.subresource} {end}";

  @Test
  void createsChangesAndPrunes() {
    assertEquals(
        "deployment.apps/web serverside-applied\n", apply(deployment(2, "{name: A, value: x}")));
    assertEquals("kubectl:Apply: ", managers("deployment/web"));
    String revision = field("deployment/web", "{.metadata.resourceVersion}");
    apply(deployment(2, "{name: A, value: x}"));
    assertEquals(revision, field("deployment/web", "{.metadata.resourceVersion}"));
    apply(deployment(2, "{name: B, value: w}"));
    assertEquals("B", field("deployment/web", "{.spec.template.spec.containers[0].env[*].name}"));
  }

  @Test
  void explainsConflictsAndTakesOver() {
    apply(deployment(2, "{name: A, value: x}"));
    run("scale", "deployment/web", "--replicas=5");
    assertEquals("kubectl:Apply: kubectl:Update:scale ", managers("deployment/web"));
    Output refused =
        kubectlWith(deployment(3, "{name: A, value: x}"), "apply", "--server-side", "-f", "-");
    assertEquals(1, refused.code());
    assertTrue(
        refused
            .text()
            .contains(
                "Apply failed with 1 conflict: conflict with \"kubectl\" with subresource"
                    + " \"scale\" using apps/v1: .spec.replicas"),
        refused.text());
    assertTrue(refused.text().contains("--force-conflicts"), refused.text());
    assertEquals("5", field("deployment/web", "{.spec.replicas}"));
    apply(deployment(3, "{name: A, value: x}"), "--force-conflicts");
    assertEquals("3", field("deployment/web", "{.spec.replicas}"));
    assertEquals("kubectl:Apply: ", managers("deployment/web"));
  }

  @Test
  void sharesAnObjectBetweenManagers() {
    apply(settings("one: '1'"), "--field-manager=first");
    apply(settings("two: '2'"), "--field-manager=second");
    assertEquals("first:Apply: second:Apply: ", managers("configmap/c"));
    apply(settings("other: '1'"), "--field-manager=first");
    assertEquals("{\"other\":\"1\",\"two\":\"2\"}", field("configmap/c", "{.data}"));
  }

  @Test
  void takesOverFromClientSideApply() {
    kubectlWith(settings("one: '1', two: '2'"), "apply", "-f", "-").succeeded();
    assertEquals("kubectl-client-side-apply:Update: ", managers("configmap/c"));
    apply(settings("one: '7'"));
    assertEquals("{\"one\":\"7\"}", field("configmap/c", "{.data}"));
    assertFalse(managers("configmap/c").contains("client-side"), managers("configmap/c"));
    kubectlWith(settings("one: '8'"), "apply", "-f", "-").succeeded();
    assertEquals("{\"one\":\"8\"}", field("configmap/c", "{.data}"));
  }

  @Test
  void showsWhatWouldChange() {
    apply(settings("one: '1'"));
    Output diff = kubectlWith(settings("one: '2'"), "diff", "--server-side", "-f", "-");
    assertEquals(1, diff.code(), diff.text());
    assertTrue(diff.text().contains("+  one: \"2\""), diff.text());
    assertEquals(
        "configmap/c serverside-applied (server dry run)\n",
        apply(settings("one: '2'"), "--dry-run=server"));
    assertEquals("{\"one\":\"1\"}", field("configmap/c", "{.data}"));
  }

  @Test
  void showsAndForgetsOwners() {
    run("create", "configmap", "settings", "--from-literal=color=red");
    String shown = run("get", "configmap", "settings", "--show-managed-fields", "-o", "yaml");
    assertTrue(shown.contains("        f:color: {}\n    manager: kubectl-create\n"), shown);
    String patch = "{\"metadata\":{\"managedFields\":[{}]}}";
    run("patch", "configmap", "settings", "--type=merge", "-p", patch);
    assertEquals("", managers("configmap/settings"));
  }

  @Test
  void refusesUnknownFields() {
    Output refused =
        kubectlWith(settings("one: '1'") + "\nfoo: 1", "apply", "--server-side", "-f", "-");
    assertEquals(1, refused.code());
    assertTrue(refused.text().contains(".foo: field not declared in schema"), refused.text());
  }

  @Test
  void appliesDefinitionsAndTheirResources() {
    apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gadgets.apply.example.com}
        spec:
          group: apply.example.com
          scope: Namespaced
          names: {plural: gadgets, singular: gadget, kind: Gadget}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: integer}
                      color: {type: string, default: red}
                      parts:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties: {name: {type: string}, weight: {type: integer}}
                  status: {type: object, properties: {size: {type: integer}}}
        """);
    run("wait", "--for=condition=Established", "crd/gadgets.apply.example.com");
    apply(gadget("size: 1, parts: [{name: a, weight: 1}]"), "--field-manager=first");
    apply(gadget("parts: [{name: b, weight: 2}]"), "--field-manager=second");
    assertEquals("a b", field("gadget/g", "{.spec.parts[*].name}"));
    assertEquals("red", field("gadget/g", "{.spec.color}"));
    run("scale", "gadget/g", "--replicas=4");
    assertTrue(managers("gadget/g").endsWith("kubectl:Update:scale "), managers("gadget/g"));
    Output refused =
        kubectlWith(
            gadget("size: 1"), "apply", "--server-side", "--field-manager=first", "-f", "-");
    assertTrue(refused.text().contains("using apply.example.com/v1: .spec.size"), refused.text());
    Output unknown = kubectlWith(gadget("other: 1"), "apply", "--server-side", "-f", "-");
    assertTrue(
        unknown.text().contains(".spec.other: field not declared in schema"), unknown.text());
  }

  private static String gadget(String spec) {
    return "apiVersion: apply.example.com/v1\nkind: Gadget\nmetadata: {name: g}\nspec: {"
        + spec
        + "}";
  }

  private static String settings(String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {" + data + "}";
  }

  private static String deployment(int replicas, String env) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: %d
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
          - {name: web, image: "nginx:1.27", env: [%s], ports: [{containerPort: 80}]}
    """
        .formatted(replicas, env);
  }

  private String apply(String yaml, String... options) {
    List<String> arguments = new ArrayList<>(List.of("apply", "--server-side", "-f", "-"));
    arguments.addAll(List.of(options));
    return kubectlWith(yaml, arguments.toArray(String[]::new)).succeeded().out();
  }

  private String run(String... arguments) {
    return kubectl(arguments).succeeded().out();
  }

  private String managers(String object) {
    return run("get", object, "-o", MANAGERS);
  }

  private String field(String object, String path) {
    return run("get", object, "-o", "jsonpath=" + path);
  }
}
