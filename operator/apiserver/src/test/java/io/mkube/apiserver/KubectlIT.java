package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.Kubectl.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The stock kubectl against the server. */
class KubectlIT extends KubectlTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - {name: web, image: "nginx:1.27", ports: [{containerPort: 80}]}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one}
      spec:
        containers:
        - {name: c, image: "busybox:1"}
      """;

  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.kubectl.example.com}
      spec:
        group: kubectl.example.com
        scope: Namespaced
        names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
          additionalPrinterColumns:
          - {name: Size, type: integer, jsonPath: .spec.size}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    size: {type: integer, maximum: 10, description: How large it is.}
                    replicas: {type: integer}
                status: {type: object, properties: {replicas: {type: integer}}}
      """;

  @Test
  void knowsTheServer() {
    kubectl("version").says("Server Version: v1.32");
    kubectl("api-resources").says("deployments", "customresourcedefinitions", "leases", "events");
    kubectl("api-versions").says("apps/v1", "coordination.k8s.io/v1");
    kubectl("auth", "whoami").says("mkube-admin", "system:masters");
    kubectl("auth", "can-i", "create", "pods").says("yes");
    kubectl("cluster-info").says("Kubernetes control plane");
    kubectl("get", "--raw", "/readyz").says("ok");
    kubectl("get", "namespaces").says("NAME", "STATUS", "AGE", "kube-system", "Active");
  }

  @Test
  void createsEveryKindThatItSendsAsProtobuf() {
    kubectl("create", "namespace", namespace + "-2").says("created");
    kubectl("create", "configmap", "cm", "--from-literal=a=b").says("created");
    kubectl("create", "secret", "generic", "s", "--from-literal=p=geheim").says("created");
    kubectl("create", "serviceaccount", "sa").says("created");
    kubectl("create", "deployment", "d", "--image=nginx", "--replicas=3").says("created");
    kubectl("create", "service", "clusterip", "svc", "--tcp=80:8080").says("created");
    kubectl("create", "role", "r", "--verb=get", "--resource=pods").says("created");
    kubectl("run", "p", "--image=nginx", "--restart=Never").says("created");

    kubectl("get", "configmap/cm", "-o", "jsonpath={.data.a}").says("b");
    kubectl("get", "secret/s", "-o", "jsonpath={.data.p}").says("Z2VoZWlt");
    kubectl("get", "deployment/d", "-o", "jsonpath={.spec.replicas}").says("3");
    kubectl("get", "all").says("pod/p", "deployment.apps/d", "service/svc");
    kubectl("delete", "namespace", namespace + "-2", "--timeout=30s").says("deleted");
  }

  @Test
  void appliesTwiceAndDeletes() {
    kubectlWith(DEPLOYMENT, "apply", "-f", "-").says("deployment.apps/web created");
    kubectlWith(DEPLOYMENT, "apply", "-f", "-").says("deployment.apps/web unchanged");
    kubectlWith(DEPLOYMENT.replace("1.27", "1.28"), "apply", "-f", "-")
        .says("deployment.apps/web configured");
    kubectl("get", "deploy", "web", "-o", "jsonpath={..image} {.metadata.generation}")
        .says("nginx:1.28 2");
    kubectl("get", "deployments").says("READY", "UP-TO-DATE", "0/2");
    kubectlWith(DEPLOYMENT, "delete", "-f", "-").says("deleted");
    kubectl("get", "deploy", "web").failsWith("deployments.apps \"web\" not found");
  }

  @Test
  void changesObjectsInEveryWay() {
    kubectlWith(DEPLOYMENT, "create", "-f", "-").succeeded();

    kubectl("scale", "deployment/web", "--replicas=5").says("scaled");
    kubectl("label", "deployment/web", "tier=front").says("labeled");
    kubectl("annotate", "deployment/web", "note=Grüße").says("annotated");
    kubectl("set", "image", "deployment/web", "web=nginx:2").says("image updated");
    kubectl("set", "env", "deployment/web", "A=B").says("env updated");
    kubectl("patch", "deployment", "web", "-p", "{\"spec\":{\"paused\":true}}").says("patched");
    kubectl(
            "patch",
            "deployment",
            "web",
            "--type=merge",
            "-p",
            "{\"spec\":{\"minReadySeconds\":3}}")
        .says("patched");
    kubectl(
            "patch",
            "deployment",
            "web",
            "--type=json",
            "-p",
            "[{\"op\":\"remove\",\"path\":\"/metadata/labels/tier\"}]")
        .says("patched");
    kubectl(
            "patch",
            "deployment",
            "web",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"replicas\":5}}")
        .says("patched");
    kubectl("rollout", "restart", "deployment/web").failsWith("paused");

    String json = kubectl("get", "deployment", "web", "-o", "json").succeeded().out();
    assertTrue(json.contains("\"replicas\": 5"), json);
    assertTrue(json.contains("\"note\": \"Grüße\""), json);
    assertTrue(json.contains("\"image\": \"nginx:2\""), json);
    assertTrue(json.contains("\"minReadySeconds\": 3"), json);
    assertFalse(json.contains("front"), json);
    kubectlWith(json.replace("\"paused\": true", "\"paused\": false"), "replace", "-f", "-")
        .says("replaced");
    kubectl("rollout", "restart", "deployment/web").says("restarted");
  }

  @Test
  void showsDifferencesWithoutChangingAnything() {
    kubectlWith(DEPLOYMENT, "apply", "-f", "-").succeeded();
    String changed = DEPLOYMENT.replace("replicas: 2", "replicas: 4");

    Output diff = kubectlWith(changed, "diff", "-f", "-");
    kubectlWith(changed, "apply", "--dry-run=server", "-f", "-").says("(server dry run)");
    kubectlWith(POD, "create", "--dry-run=server", "-f", "-").says("(server dry run)");

    assertEquals(1, diff.code(), diff.err());
    assertTrue(diff.out().contains("+  replicas: 4"), diff.out());
    kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}").says("2");
    kubectl("get", "pod", "one").failsWith("not found");
  }

  @Test
  void describesWithEvents() {
    kubectlWith(POD, "apply", "-f", "-").succeeded();
    String uid = kubectl("get", "pod", "one", "-o", "jsonpath={.metadata.uid}").out();
    kubectlWith(
            """
            apiVersion: v1
            kind: Event
            metadata: {name: one.1}
            involvedObject: {kind: Pod, name: one, namespace: %s, uid: %s, apiVersion: v1}
            reason: Pulled
            message: the image is here
            type: Normal
            source: {component: test}
            """
                .formatted(namespace, uid),
            "create",
            "-f",
            "-")
        .succeeded();

    kubectl("describe", "pod", "one").says("Name:", "busybox:1", "Pulled", "the image is here");
    kubectl("events").says("Pulled", "Pod/one");
    kubectl("get", "events").says("LAST SEEN", "the image is here");
    kubectl("describe", "namespace", namespace).says("Status:", "Active");
  }

  @Test
  void waits() {
    kubectlWith(POD, "apply", "-f", "-").succeeded();

    kubectl("wait", "--for=condition=Ready", "pod/one", "--timeout=1s").failsWith("timed out");
    server.merge(
        "/api/v1/namespaces/" + namespace + "/pods/one/status",
        "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");

    kubectl("wait", "--for=condition=Ready", "pod/one", "--timeout=20s").says("condition met");
    kubectl("wait", "--for=jsonpath={.status.phase}=Running", "pod/one", "--timeout=20s")
        .says("condition met");
    kubectl("get", "pods", "-o", "wide").says("one", "Running");
    kubectl("delete", "pod", "one", "--force", "--grace-period=0").says("deleted");
    kubectl("wait", "--for=delete", "pod/one", "--timeout=20s").succeeded();
  }

  @Test
  void watchesTables() throws Exception {
    Path out = Files.createTempFile(directory, "watch", ".out");
    Process watch =
        new ProcessBuilder(
                "kubectl",
                "--kubeconfig",
                kubectl.kubeconfig().toString(),
                "--namespace",
                namespace,
                "get",
                "configmaps",
                "--watch")
            .redirectOutput(out.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(out).contains("kube-root-ca.crt"));
      kubectl("create", "configmap", "late", "--from-literal=a=b").says("created");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(out).lines().anyMatch(l -> l.matches("late +1 +\\S+")));
    } finally {
      watch.destroy();
      watch.waitFor();
    }
  }

  @Test
  void usesCustomResources() {
    kubectlWith(DEFINITION, "apply", "-f", "-").says("created");
    kubectl("wait", "--for=condition=Established", "crd/widgets.kubectl.example.com")
        .says("condition met");
    String widget =
        """
        apiVersion: kubectl.example.com/v1
        kind: Widget
        metadata: {name: w}
        spec: {size: 4, replicas: 1}
        """;

    kubectlWith(widget, "apply", "-f", "-").says("widget.kubectl.example.com/w created");
    kubectlWith(widget, "apply", "-f", "-").says("unchanged");
    kubectlWith(widget.replace("size: 4", "size: 5"), "apply", "-f", "-").says("configured");
    kubectl("get", "wd").says("NAME", "SIZE", "5");
    kubectl("scale", "widget/w", "--replicas=3").says("scaled");
    kubectl("patch", "widget", "w", "--type=merge", "-p", "{\"spec\":{\"size\":6}}")
        .says("patched");
    kubectl("explain", "widget.spec.size").says("How large it is.");
    kubectlWith(widget.replace("size: 4", "size: 11"), "apply", "-f", "-")
        .failsWith("should be less than or equal to 10");
    kubectlWith(widget.replace("size: 4", "sise: 4"), "apply", "-f", "-")
        .failsWith("unknown field \"spec.sise\"");
    kubectl("describe", "widget", "w").says("Size:", "6");
    kubectl("delete", "crd", "widgets.kubectl.example.com", "--timeout=30s").says("deleted");
    kubectl("get", "widgets").failsWith("the server");
  }

  @Test
  void saysWhatIsWrong() {
    kubectlWith(POD.replace("image", "imagee"), "apply", "-f", "-")
        .failsWith("unknown field \"spec.containers[0].imagee\"");
    kubectlWith(DEPLOYMENT.replace("replicas: 2", "replicas: -1"), "apply", "-f", "-")
        .failsWith("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    kubectlWith(POD.replace("one", "Not_Valid"), "create", "-f", "-")
        .failsWith("metadata.name: Invalid value: \"Not_Valid\"");
    kubectl("get", "pods", "--selector=a in").failsWith("unable to parse requirement");
    kubectl("get", "pods", "--field-selector=spec.none=1")
        .failsWith("field label not supported: spec.none");
    kubectl("logs", "none").failsWith("pods \"none\" not found");
  }

  @Test
  void explains() {
    kubectl("explain", "deployment.spec.strategy").says("RollingUpdate");
    kubectl("explain", "pod.spec.containers.image").says("<string>");
  }
}
