package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** What Kubernetes fills into pod specs, in pods and in templates. */
public final class PodSpecDefaults {
  static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final int FILE_MODE = 0644;
  private static final int TOKEN_SECONDS = 3600;

  private PodSpecDefaults() {}

  /** Fills a pod spec. Safe to repeat. */
  public static void apply(ObjectNode spec) {
    Trees.defaultText(spec, "restartPolicy", "Always");
    Trees.defaultText(spec, "dnsPolicy", "ClusterFirst");
    Trees.defaultText(spec, "schedulerName", "default-scheduler");
    Trees.defaultNumber(spec, "terminationGracePeriodSeconds", 30);
    Trees.child(spec, "securityContext");
    mirrorServiceAccount(spec);
    for (String list : CONTAINER_LISTS) {
      for (ObjectNode container : Trees.objects(spec, list)) {
        applyToContainer(container);
      }
    }
    for (ObjectNode volume : Trees.objects(spec, "volumes")) {
      applyToVolume(volume);
    }
  }

  /** On the network of the host a port is that of the host; templates leave it to their pods. */
  static void takePortsOfHost(ObjectNode spec) {
    if (!spec.path("hostNetwork").asBoolean()) {
      return;
    }
    for (String list : List.of("containers", "initContainers")) {
      for (ObjectNode container : Trees.objects(spec, list)) {
        for (ObjectNode port : Trees.objects(container, "ports")) {
          if (port.has("containerPort")) {
            Trees.defaultNonZero(port, "hostPort", port.path("containerPort").asLong());
          }
        }
      }
    }
  }

  private static void mirrorServiceAccount(ObjectNode spec) {
    String name = spec.path("serviceAccountName").asText();
    String deprecated = spec.path("serviceAccount").asText();
    if (!name.isEmpty()) {
      spec.put("serviceAccount", name);
    } else if (!deprecated.isEmpty()) {
      spec.put("serviceAccountName", deprecated);
    }
  }

  private static void applyToContainer(ObjectNode container) {
    Trees.defaultText(container, "terminationMessagePath", "/dev/termination-log");
    Trees.defaultText(container, "terminationMessagePolicy", "File");
    Trees.defaultText(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    Trees.child(container, "resources");
    for (ObjectNode port : Trees.objects(container, "ports")) {
      Trees.defaultText(port, "protocol", "TCP");
    }
    for (ObjectNode variable : Trees.objects(container, "env")) {
      applyToFieldReference(variable.path("valueFrom"));
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode found) {
        applyToProbe(found);
      }
    }
    for (String hook : List.of("postStart", "preStop")) {
      applyToHttpGet(container.path("lifecycle").path(hook));
    }
  }

  /** A tag of latest, also by default, is pulled always. */
  private static String pullPolicy(String image) {
    if (image.contains("@")) {
      return "IfNotPresent";
    }
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    boolean latest = colon < 0 || image.substring(colon + 1).equals("latest");
    return latest ? "Always" : "IfNotPresent";
  }

  /** Containers of a pod, other than those of a template, request what they are limited to. */
  static void requestWhatIsLimited(ObjectNode spec) {
    for (String list : CONTAINER_LISTS) {
      for (ObjectNode container : Trees.objects(spec, list)) {
        requestWhatIsLimitedIn(Trees.child(container, "resources"));
      }
    }
  }

  private static void requestWhatIsLimitedIn(ObjectNode resources) {
    if (resources.get("limits") instanceof ObjectNode limits && !limits.isEmpty()) {
      ObjectNode requests = Trees.child(resources, "requests");
      limits.properties().stream()
          .filter(limit -> !requests.has(limit.getKey()))
          .forEach(limit -> requests.set(limit.getKey(), limit.getValue()));
    }
  }

  private static void applyToProbe(ObjectNode probe) {
    Trees.defaultNonZero(probe, "timeoutSeconds", 1);
    Trees.defaultNonZero(probe, "periodSeconds", 10);
    Trees.defaultNonZero(probe, "successThreshold", 1);
    Trees.defaultNonZero(probe, "failureThreshold", 3);
    applyToHttpGet(probe);
    if (probe.get("grpc") instanceof ObjectNode grpc) {
      Trees.defaultText(grpc, "service", "");
    }
  }

  private static void applyToHttpGet(JsonNode handler) {
    if (handler.get("httpGet") instanceof ObjectNode get) {
      Trees.defaultText(get, "path", "/");
      Trees.defaultText(get, "scheme", "HTTP");
    }
  }

  private static void applyToFieldReference(JsonNode source) {
    if (source.get("fieldRef") instanceof ObjectNode reference) {
      Trees.defaultText(reference, "apiVersion", "v1");
    }
  }

  private static void applyToVolume(ObjectNode volume) {
    if (volume.size() == 1 && volume.has("name")) {
      volume.putObject("emptyDir");
    }
    for (String source : List.of("configMap", "secret", "downwardAPI", "projected")) {
      if (volume.get(source) instanceof ObjectNode found) {
        Trees.defaultNumber(found, "defaultMode", FILE_MODE);
        Trees.objects(found, "items").forEach(PodSpecDefaults::applyToFieldReference);
      }
    }
    if (volume.get("hostPath") instanceof ObjectNode hostPath) {
      Trees.defaultText(hostPath, "type", "");
    }
    if (volume.get("iscsi") instanceof ObjectNode iscsi) {
      Trees.defaultText(iscsi, "iscsiInterface", "default");
    }
    for (ObjectNode source : Trees.objects(volume.path("projected"), "sources")) {
      if (source.get("serviceAccountToken") instanceof ObjectNode token) {
        Trees.defaultNumber(token, "expirationSeconds", TOKEN_SECONDS);
      }
      Trees.objects(source.path("downwardAPI"), "items")
          .forEach(PodSpecDefaults::applyToFieldReference);
    }
    if (volume.path("ephemeral").path("volumeClaimTemplate").get("spec")
        instanceof ObjectNode claim) {
      Trees.defaultText(claim, "volumeMode", "Filesystem");
    }
  }
}
