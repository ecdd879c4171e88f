package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.schema.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What kube-apiserver warns of in pods and their templates: fields that are out of use, or that
 * hardly mean what they say (Kubernetes' {@code pkg/api/pod/warnings.go}).
 */
public final class PodWarnings {
  private static final Map<String, String> OLD_ANNOTATIONS =
      Map.of(
          "scheduler.alpha.kubernetes.io/critical-pod",
          "non-functional in v1.16+; use the \"priorityClassName\" field instead",
          "security.alpha.kubernetes.io/sysctls",
          "non-functional in v1.11+; use the \"sysctls\" field instead",
          "security.alpha.kubernetes.io/unsafe-sysctls",
          "non-functional in v1.11+; use the \"sysctls\" field instead");
  private static final Map<String, String> OLD_NODE_LABELS =
      Map.of(
          "beta.kubernetes.io/arch",
          "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
          "beta.kubernetes.io/os",
          "deprecated since v1.14; use \"kubernetes.io/os\" instead",
          "failure-domain.beta.kubernetes.io/region",
          "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
          "failure-domain.beta.kubernetes.io/zone",
          "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
          "beta.kubernetes.io/instance-type",
          "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead");
  private static final String SECCOMP = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private final JsonNode spec;
  private final JsonNode annotations;
  private final String at;
  private final String metadataAt;
  private final List<String> texts = new ArrayList<>();

  private PodWarnings(JsonNode pod, String prefix) {
    this.spec = pod.path("spec");
    this.annotations = pod.path("metadata").path("annotations");
    this.at = prefix + "spec";
    this.metadataAt = prefix + "metadata.annotations";
  }

  /** The texts for a new pod. */
  static List<String> ofPod(JsonNode pod) {
    List<String> texts = new ArrayList<>(ofName(pod, "the Pod's hostname"));
    texts.addAll(new PodWarnings(pod, "").list());
    return texts;
  }

  /**
   * The texts for a template.
   *
   * @param path where it stands, such as {@code spec.template}
   */
  public static List<String> ofTemplate(JsonNode template, String path) {
    return new PodWarnings(template, path + ".").list();
  }

  /**
   * The text for an object whose name is no DNS label.
   *
   * @param use what the name is used in
   */
  public static List<String> ofName(JsonNode object, String use) {
    List<String> faults = NameRule.DNS_LABEL.check(object.path("metadata").path("name").asText());
    return faults.isEmpty()
        ? List.of()
        : List.of(
            "metadata.name: this is used in "
                + use
                + ", which can result in surprising behavior; a DNS label is recommended: ["
                + String.join(" ", faults)
                + "]");
  }

  private List<String> list() {
    ofNodeSelection();
    ofSpread();
    for (var annotation : annotations.properties()) {
      String old = OLD_ANNOTATIONS.get(annotation.getKey());
      if (old != null) {
        warn(metadataAt + "[" + annotation.getKey() + "]", old);
      }
    }
    texts.addAll(VolumeWarnings.of(spec.path("volumes"), at + ".volumes"));
    ofRepeated("hostAliases", "ip");
    ofRepeated("imagePullSecrets", "name");
    ofNamelessSecrets();
    ContainerWarnings containers = new ContainerWarnings(spec, annotations, at, metadataAt);
    containers.ofAmounts(spec.path("overhead"), at + ".overhead");
    if (annotations.has(SECCOMP) && !spec.path("securityContext").has("seccompProfile")) {
      containers.outOfUse(SECCOMP, ContainerWarnings.SECCOMP_FIELD);
    }
    texts.addAll(containers.list());
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      warn(
          at + ".terminationGracePeriodSeconds",
          "must be >= 0; negative values are invalid and will be treated as 1");
    }
    ofPodAffinity("podAffinity");
    ofPodAffinity("podAntiAffinity");
    return texts;
  }

  private void warn(String field, String text) {
    texts.add(field + ": " + text);
  }

  private void ofNodeSelection() {
    for (var label : spec.path("nodeSelector").properties()) {
      String old = OLD_NODE_LABELS.get(label.getKey());
      if (old != null) {
        warn(at + ".nodeSelector[" + label.getKey() + "]", old);
      }
    }
    JsonNode affinity = spec.path("affinity").path("nodeAffinity");
    String path = at + ".affinity.nodeAffinity.";
    JsonNode terms = affinity.path(REQUIRED).path("nodeSelectorTerms");
    for (int i = 0; i < terms.size(); i++) {
      ofTerm(terms.get(i), path + REQUIRED + ".nodeSelectorTerms[" + i + "]");
    }
    JsonNode preferred = affinity.path(PREFERRED);
    for (int i = 0; i < preferred.size(); i++) {
      ofTerm(preferred.get(i).path("preference"), path + PREFERRED + "[" + i + "].preference");
    }
  }

  private void ofTerm(JsonNode term, String path) {
    JsonNode expressions = term.path("matchExpressions");
    for (int i = 0; i < expressions.size(); i++) {
      ofTopology(
          expressions.get(i).path("key").asText(), path + ".matchExpressions[" + i + "].key");
    }
  }

  private void ofTopology(String label, String path) {
    String old = OLD_NODE_LABELS.get(label);
    if (old != null) {
      warn(path, label + " is " + old);
    }
  }

  private void ofSpread() {
    JsonNode constraints = spec.path("topologySpreadConstraints");
    for (int i = 0; i < constraints.size(); i++) {
      String path = at + ".topologySpreadConstraints[" + i + "]";
      ofTopology(constraints.get(i).path("topologyKey").asText(), path + ".topologyKey");
      ofSelector(constraints.get(i), path);
    }
  }

  private void ofSelector(JsonNode term, String path) {
    if (!term.has("labelSelector")) {
      warn(path + ".labelSelector", "a null labelSelector results in matching no pod");
    }
  }

  private void ofPodAffinity(String name) {
    JsonNode affinity = spec.path("affinity").path(name);
    String path = at + ".affinity." + name + ".";
    JsonNode required = affinity.path(REQUIRED);
    for (int i = 0; i < required.size(); i++) {
      ofSelector(required.get(i), path + REQUIRED + "[" + i + "]");
    }
    JsonNode preferred = affinity.path(PREFERRED);
    for (int i = 0; i < preferred.size(); i++) {
      ofSelector(
          preferred.get(i).path("podAffinityTerm"),
          path + PREFERRED + "[" + i + "].podAffinityTerm");
    }
  }

  private void ofRepeated(String list, String key) {
    Set<String> seen = new HashSet<>();
    JsonNode elements = spec.path(list);
    for (int i = 0; i < elements.size(); i++) {
      String value = elements.get(i).path(key).asText();
      if (!seen.add(value)) {
        warn(at + "." + list + "[" + i + "]." + key, "duplicate " + key + " \"" + value + "\"");
      }
    }
  }

  private void ofNamelessSecrets() {
    JsonNode secrets = spec.path("imagePullSecrets");
    for (int i = 0; i < secrets.size(); i++) {
      if (secrets.get(i).path("name").asText().isEmpty()) {
        warn(at + ".imagePullSecrets[" + i + "].name", "invalid empty name \"\"");
      }
    }
  }
}
