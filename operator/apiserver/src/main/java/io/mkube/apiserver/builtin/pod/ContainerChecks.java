package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One container of a pod spec. */
final class ContainerChecks {
  static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");

  private ContainerChecks() {}

  static void check(
      ObjectNode container, String path, Map<String, String> volumes, Findings findings) {
    if (findings.requiredText(path + ".name", container.path("name"))) {
      findings.name(path + ".name", container.path("name").asText(), NameRule.DNS_LABEL);
    }
    checkImage(container, path, findings);
    checkPorts(container, path + ".ports", findings);
    EnvironmentChecks.check(container, path, findings);
    MountChecks.check(container, path, volumes, findings);
    ResourceChecks.check(container.path("resources"), path + ".resources", findings);
    SecurityChecks.checkContainer(
        container.path("securityContext"), path + ".securityContext", findings);
    findings.requiredOneOf(
        path + ".terminationMessagePolicy",
        container.path("terminationMessagePolicy"),
        List.of("File", "FallbackToLogsOnError"));
  }

  private static void checkImage(ObjectNode container, String path, Findings findings) {
    JsonNode image = container.path("image");
    findings.requiredText(path + ".image", image);
    findings.requiredOneOf(
        path + ".imagePullPolicy", container.path("imagePullPolicy"), PULL_POLICIES);
  }

  /** A pod names its images exactly; a template may still be changed on the way. */
  static void checkImageOfPod(JsonNode container, String path, Findings findings) {
    JsonNode image = container.path("image");
    if (!image.asText().strip().equals(image.asText())) {
      findings.invalid(path + ".image", image, "must not have leading or trailing whitespace");
    }
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
}
