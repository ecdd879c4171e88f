package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.types.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What kube-apiserver warns of in the containers of a pod. */
final class ContainerWarnings {
  static final String SECCOMP_FIELD =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";
  private static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
  private static final String APP_ARMOR_FIELD =
      "deprecated since v1.30; use the \"appArmorProfile\" field instead";
  private static final List<String> LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final List<String> BYTES = List.of("memory", "ephemeral-storage");

  private final JsonNode spec;
  private final JsonNode annotations;
  private final String at;
  private final String annotationsAt;
  private final List<String> texts = new ArrayList<>();

  ContainerWarnings(JsonNode spec, JsonNode annotations, String at, String annotationsAt) {
    this.spec = spec;
    this.annotations = annotations;
    this.at = at;
    this.annotationsAt = annotationsAt;
  }

  /** The texts, after those that were asked for before. */
  List<String> list() {
    each(this::ofOne);
    ofPorts();
    return texts;
  }

  /** Bytes that are no whole number. */
  void ofAmounts(JsonNode amounts, String path) {
    for (String resource : BYTES) {
      String amount = amounts.path(resource).asText("");
      Quantity.parse(amount)
          .filter(quantity -> quantity.amount().stripTrailingZeros().scale() > 0)
          .ifPresent(
              quantity ->
                  texts.add(
                      "%s[%s]: fractional byte value \"%s\" is invalid, must be an integer"
                          .formatted(path, resource, quantity.canonical())));
    }
  }

  /** An annotation in whose place there is a field. */
  void outOfUse(String annotation, String text) {
    texts.add(annotationsAt + "[" + annotation + "]: " + text);
  }

  private void each(BiConsumer<JsonNode, String> visitor) {
    for (String list : LISTS) {
      JsonNode containers = spec.path(list);
      for (int i = 0; i < containers.size(); i++) {
        visitor.accept(containers.get(i), at + "." + list + "[" + i + "]");
      }
    }
  }

  private void ofOne(JsonNode container, String path) {
    String name = container.path("name").asText();
    JsonNode security = container.path("securityContext");
    if (annotations.has(SECCOMP + name) && !security.has("seccompProfile")) {
      outOfUse(SECCOMP + name, SECCOMP_FIELD);
    }
    boolean confined =
        security.has("appArmorProfile") || spec.path("securityContext").has("appArmorProfile");
    if (annotations.has(APP_ARMOR + name) && !confined) {
      outOfUse(APP_ARMOR + name, APP_ARMOR_FIELD);
    }
    JsonNode resources = container.path("resources");
    ofAmounts(resources.path("limits"), path + ".resources.limits");
    ofAmounts(resources.path("requests"), path + ".resources.requests");
    ofVariables(container.path("env"), path + ".env");
  }

  /** A variable may be told twice to add to what it was, and then refers to itself. */
  private void ofVariables(JsonNode variables, String path) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      JsonNode variable = variables.get(i);
      String name = variable.path("name").asText();
      String value = variable.path("value").asText("");
      String self = "$(" + name + ")";
      boolean adds = !variable.has("valueFrom") && !value.equals(self) && value.contains(self);
      if (!seen.add(name) && !adds) {
        texts.add(
            path
                + "["
                + i
                + "]: hides previous definition of \""
                + name
                + "\", which may be dropped when using apply");
      }
    }
  }

  private void ofPorts() {
    Map<String, List<Port>> all = new HashMap<>();
    each(
        (container, path) -> {
          JsonNode ports = container.path("ports");
          for (int i = 0; i < ports.size(); i++) {
            Port port = Port.of(ports.get(i), path + ".ports[" + i + "]");
            port.warning().ifPresent(texts::add);
            List<Port> others = all.computeIfAbsent(port.key(), key -> new ArrayList<>());
            others.forEach(other -> port.warningBeside(other).ifPresent(texts::add));
            others.add(port);
          }
        });
  }
}
