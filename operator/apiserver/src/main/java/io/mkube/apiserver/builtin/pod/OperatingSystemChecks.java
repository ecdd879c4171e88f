package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** What a pod may ask of one operating system and not of the other. */
final class OperatingSystemChecks {
  private static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");
  private static final List<String> NAMES = List.of("linux", "windows");
  private static final List<String> NOT_IN_PODS =
      List.of(
          "securityContext.appArmorProfile",
          "securityContext.seLinuxOptions",
          "hostPID",
          "hostIPC",
          "securityContext.seccompProfile",
          "securityContext.fsGroup",
          "securityContext.fsGroupChangePolicy",
          "securityContext.sysctls",
          "shareProcessNamespace",
          "securityContext.runAsUser",
          "securityContext.runAsGroup",
          "securityContext.supplementalGroups",
          "securityContext.supplementalGroupsPolicy");
  private static final List<String> NOT_IN_CONTAINERS =
      List.of(
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "capabilities",
          "readOnlyRootFilesystem",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount",
          "runAsUser",
          "runAsGroup");

  private OperatingSystemChecks() {}

  /** Checks the {@code os} of a spec at {@code path}, and what depends on it. */
  static void check(JsonNode spec, String path, Findings findings) {
    checkHostProcess(spec, path, findings);
    JsonNode name = spec.path("os").path("name");
    if (!spec.path("os").isObject() || !findings.requiredText(path + ".os.name", name)) {
      return;
    }
    findings.oneOf(path + ".os.name", name, NAMES);
    switch (name.asText()) {
      case "linux" -> checkLinux(spec, path, findings);
      case "windows" -> checkWindows(spec, path, findings);
      default -> {}
    }
  }

  private static void checkLinux(JsonNode spec, String path, Findings findings) {
    String refusal = "windows options cannot be set for a linux pod";
    if (spec.path("securityContext").has("windowsOptions")) {
      findings.forbidden(path + ".securityContext.windowsOptions", refusal);
    }
    for (String list : CONTAINER_LISTS) {
      List<ObjectNode> containers = Trees.objects(spec, list);
      for (int i = 0; i < containers.size(); i++) {
        if (containers.get(i).path("securityContext").has("windowsOptions")) {
          findings.forbidden(
              path + "." + list + "[" + i + "].securityContext.windowsOptions", refusal);
        }
      }
    }
  }

  private static void checkWindows(JsonNode spec, String path, Findings findings) {
    refuse(spec, NOT_IN_PODS, path, findings);
    for (String list : CONTAINER_LISTS) {
      List<ObjectNode> containers = Trees.objects(spec, list);
      for (int i = 0; i < containers.size(); i++) {
        refuse(
            containers.get(i).path("securityContext"),
            NOT_IN_CONTAINERS,
            path + "." + list + "[" + i + "].securityContext",
            findings);
      }
    }
  }

  private static void refuse(JsonNode holder, List<String> fields, String path, Findings findings) {
    for (String field : fields) {
      JsonNode value = holder.at("/" + field.replace('.', '/'));
      boolean off =
          value.isMissingNode()
              || (value.isArray() && value.isEmpty())
              || (field.startsWith("host") && !value.asBoolean());
      if (!off) {
        findings.forbidden(path + "." + field, "cannot be set for a windows pod");
      }
    }
  }

  /** Containers that are processes of the host use its network, all of them or none. */
  private static void checkHostProcess(JsonNode spec, String path, Findings findings) {
    JsonNode ofPod = option(spec);
    int all = 0;
    int ofHost = 0;
    for (String list : CONTAINER_LISTS) {
      List<ObjectNode> containers = Trees.objects(spec, list);
      for (int i = 0; i < containers.size(); i++) {
        JsonNode own = option(containers.get(i));
        all++;
        if (ofPod.isBoolean() && own.isBoolean() && !own.equals(ofPod)) {
          findings.invalid(
              path + "." + list + "[" + i + "].securityContext.windowsOptions.hostProcess",
              own,
              "pod hostProcess value must be identical if both are specified, was "
                  + ofPod.asBoolean());
        }
        ofHost += (own.isBoolean() ? own : ofPod).asBoolean() ? 1 : 0;
      }
    }
    if (ofHost > 0 && ofHost != all) {
      findings.invalidText(
          path,
          "",
          "If pod contains any hostProcess containers then all containers must be HostProcess"
              + " containers");
    }
    if (ofHost > 0 && !spec.path("hostNetwork").asBoolean()) {
      findings.invalidAs(
          path + ".hostNetwork",
          "false",
          "hostNetwork must be true if pod contains any hostProcess containers");
    }
  }

  private static JsonNode option(JsonNode holder) {
    return holder.path("securityContext").path("windowsOptions").path("hostProcess");
  }

  /** Checks {@code windowsOptions} at {@code at}, of a pod or of a container. */
  static void checkWindowsOptions(JsonNode options, String at, Findings findings) {
    if (options.has("gmsaCredentialSpecName")) {
      findings.name(
          at + ".gmsaCredentialSpecName",
          options.path("gmsaCredentialSpecName").asText(),
          NameRule.DNS_SUBDOMAIN);
    }
    for (String field : List.of("gmsaCredentialSpec", "runAsUserName")) {
      if (options.path(field).isTextual() && options.path(field).asText().isEmpty()) {
        findings.invalidText(at + "." + field, "", field + " cannot be an empty string");
      }
    }
    JsonNode user = options.path("runAsUserName");
    if (user.asText().chars().anyMatch(Character::isISOControl)) {
      findings.invalid(
          at + ".runAsUserName", user, "runAsUserName cannot contain control characters");
    } else if (user.asText().chars().filter(c -> c == '\\').count() > 1) {
      findings.invalid(
          at + ".runAsUserName", user, "runAsUserName cannot contain more than one backslash");
    }
  }
}
