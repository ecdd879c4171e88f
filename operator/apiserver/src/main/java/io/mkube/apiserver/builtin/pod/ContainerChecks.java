package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One container of a pod spec. */
final class ContainerChecks {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> VALUE_SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");

  private ContainerChecks() {}

  static void check(ObjectNode container, String path, Set<String> volumes, Findings findings) {
    if (findings.requiredText(path + ".name", container.path("name"))) {
      findings.name(path + ".name", container.path("name").asText(), NameRule.DNS_LABEL);
    }
    checkImage(container, path, findings);
    checkPorts(container, path + ".ports", findings);
    checkEnvironment(container, path, findings);
    checkMounts(container, path, volumes, findings);
    ProbeChecks.check(container, path, findings);
    ResourceChecks.check(container.path("resources"), path + ".resources", findings);
    SecurityChecks.checkContainer(
        container.path("securityContext"), path + ".securityContext", findings);
    findings.requiredOneOf(
        path + ".terminationMessagePolicy",
        container.path("terminationMessagePolicy"),
        List.of("File", "FallbackToLogsOnError"));
    findings.oneOf(path + ".restartPolicy", container.path("restartPolicy"), List.of("Always"));
  }

  private static void checkImage(ObjectNode container, String path, Findings findings) {
    JsonNode image = container.path("image");
    if (findings.requiredText(path + ".image", image)
        && !image.asText().strip().equals(image.asText())) {
      findings.invalid(path + ".image", image, "must not have leading or trailing whitespace");
    }
    findings.requiredOneOf(
        path + ".imagePullPolicy", container.path("imagePullPolicy"), PULL_POLICIES);
  }

  private static void checkPorts(ObjectNode container, String path, Findings findings) {
    Set<String> names = new HashSet<>();
    List<ObjectNode> ports = Trees.objects(container, "ports");
    for (int i = 0; i < ports.size(); i++) {
      ObjectNode port = ports.get(i);
      String at = path + "[" + i + "]";
      String name = port.path("name").asText();
      if (!name.isEmpty()) {
        PortNames.check(name, at + ".name", findings);
        if (!names.add(name)) {
          findings.duplicate(at + ".name", name);
        }
      }
      if (port.path("containerPort").asInt() == 0) {
        findings.required(at + ".containerPort", "");
      } else {
        findings.port(at + ".containerPort", port.path("containerPort"));
      }
      findings.port(at + ".hostPort", port.path("hostPort"));
      findings.requiredOneOf(at + ".protocol", port.path("protocol"), PROTOCOLS);
    }
  }

  /** Two containers of a pod cannot have the same port of the host. */
  static void checkHostPorts(List<ObjectNode> containers, String path, Findings findings) {
    Set<String> taken = new HashSet<>();
    for (int c = 0; c < containers.size(); c++) {
      List<ObjectNode> ports = Trees.objects(containers.get(c), "ports");
      for (int p = 0; p < ports.size(); p++) {
        ObjectNode port = ports.get(p);
        if (port.path("hostPort").asInt() == 0) {
          continue;
        }
        String key =
            port.path("protocol").asText()
                + "/"
                + port.path("hostIP").asText()
                + "/"
                + port.path("hostPort").asText();
        if (!taken.add(key)) {
          findings.duplicate(path + "[" + c + "].ports[" + p + "].hostPort", key);
        }
      }
    }
  }

  private static void checkEnvironment(ObjectNode container, String path, Findings findings) {
    List<ObjectNode> variables = Trees.objects(container, "env");
    for (int i = 0; i < variables.size(); i++) {
      String at = path + ".env[" + i + "]";
      ObjectNode variable = variables.get(i);
      String name = variable.path("name").asText();
      if (name.isEmpty()) {
        findings.required(at + ".name", "");
      } else if (!name.chars().allMatch(c -> c > ' ' - 1 && c < 127 && c != '=')) {
        findings.invalidText(
            at + ".name",
            name,
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
      }
      checkValueSource(variable, at, findings);
    }
    List<ObjectNode> sources = Trees.objects(container, "envFrom");
    for (int i = 0; i < sources.size(); i++) {
      checkBulkSource(sources.get(i), path + ".envFrom[" + i + "]", findings);
    }
  }

  private static void checkValueSource(ObjectNode variable, String path, Findings findings) {
    if (!variable.has("valueFrom")) {
      return;
    }
    String at = path + ".valueFrom";
    JsonNode source = variable.path("valueFrom");
    List<String> given = new ArrayList<>();
    VALUE_SOURCES.stream().filter(source::has).forEach(given::add);
    if (given.isEmpty()) {
      findings.invalidText(
          at,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!variable.path("value").asText().isEmpty()) {
      findings.invalidText(at, "", "may not be specified when `value` is not empty");
    } else if (given.size() > 1) {
      findings.invalidText(at, "", "may not have more than one field specified at a time");
    }
    for (String reference : List.of("configMapKeyRef", "secretKeyRef")) {
      if (source.has(reference)) {
        findings.requiredText(at + "." + reference + ".name", source.path(reference).path("name"));
        findings.requiredText(at + "." + reference + ".key", source.path(reference).path("key"));
      }
    }
    if (source.has("fieldRef")) {
      FieldReferences.checkField(source.path("fieldRef"), at + ".fieldRef", findings);
    }
    if (source.has("resourceFieldRef")) {
      FieldReferences.checkAmount(
          source.path("resourceFieldRef"), at + ".resourceFieldRef", findings);
    }
  }

  private static void checkBulkSource(ObjectNode source, String at, Findings findings) {
    boolean configMap = source.has("configMapRef");
    boolean secret = source.has("secretRef");
    if (!configMap && !secret) {
      findings.invalidText(at, "", "must specify one of: `configMapRef` or `secretRef`");
    } else if (configMap && secret) {
      findings.invalidText(at, "", "may not have more than one field specified at a time");
    } else {
      String field = configMap ? "configMapRef" : "secretRef";
      findings.requiredText(at + "." + field + ".name", source.path(field).path("name"));
    }
  }

  private static void checkMounts(
      ObjectNode container, String path, Set<String> volumes, Findings findings) {
    Set<String> places = new HashSet<>();
    List<ObjectNode> mounts = Trees.objects(container, "volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      ObjectNode mount = mounts.get(i);
      String at = path + ".volumeMounts[" + i + "]";
      String volume = mount.path("name").asText();
      if (findings.requiredText(at + ".name", mount.path("name")) && !volumes.contains(volume)) {
        findings.notFound(at + ".name", volume);
      }
      JsonNode place = mount.path("mountPath");
      if (findings.requiredText(at + ".mountPath", place) && !places.add(place.asText())) {
        findings.invalid(at + ".mountPath", place, "must be unique");
      }
      JsonNode subPath = mount.path("subPath");
      if (subPath.asText().startsWith("/")) {
        findings.invalid(at + ".subPath", subPath, "must be a relative path");
      }
      if (List.of(subPath.asText().split("/", -1)).contains("..")) {
        findings.invalid(at + ".subPath", subPath, "must not contain '..'");
      }
    }
  }
}
