package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.VolumePaths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** As whom and with which rights containers run. */
final class SecurityChecks {
  private static final int MAX_ID = Integer.MAX_VALUE;
  private static final int MAX_SYSCTL = 253;
  private static final String SYSCTL_FORM =
      "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final Pattern SYSCTL = Pattern.compile(SYSCTL_FORM);
  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");

  private SecurityChecks() {}

  /** Checks what a pod says for all of its containers. */
  static void checkPod(JsonNode spec, String path, Findings findings) {
    JsonNode context = spec.path("securityContext");
    String at = path + ".securityContext";
    for (String field : List.of("fsGroup", "runAsUser", "runAsGroup")) {
      findings.between(at + "." + field, context.path(field), 0, MAX_ID);
    }
    JsonNode groups = context.path("supplementalGroups");
    for (int i = 0; i < groups.size(); i++) {
      findings.between(at + ".supplementalGroups[" + i + "]", groups.get(i), 0, MAX_ID);
    }
    if (spec.path("shareProcessNamespace").asBoolean() && spec.path("hostPID").asBoolean()) {
      findings.invalid(
          at + ".shareProcessNamespace",
          spec.path("shareProcessNamespace"),
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    checkSysctls(context.path("sysctls"), at + ".sysctls", findings);
    findings.oneOf(
        at + ".fsGroupChangePolicy",
        context.path("fsGroupChangePolicy"),
        List.of("Always", "OnRootMismatch"));
    checkProfiles(context, at, findings);
  }

  /** Checks what a container says for itself. */
  static void checkContainer(JsonNode context, String at, Findings findings) {
    for (String field : List.of("runAsUser", "runAsGroup")) {
      findings.between(at + "." + field, context.path(field), 0, MAX_ID);
    }
    checkProfiles(context, at, findings);
    boolean refusesEscalation =
        context.path("allowPrivilegeEscalation").isBoolean()
            && !context.path("allowPrivilegeEscalation").asBoolean();
    if (!refusesEscalation) {
      return;
    }
    String cannot = "cannot set `allowPrivilegeEscalation` to false and `";
    if (context.path("privileged").asBoolean()) {
      findings.invalid(at, context, cannot + "privileged` to true");
    }
    for (JsonNode capability : context.path("capabilities").path("add")) {
      if (capability.asText().equals("CAP_SYS_ADMIN")) {
        findings.invalid(at, context, cannot + "capabilities.Add` CAP_SYS_ADMIN");
      }
    }
  }

  private static void checkSysctls(JsonNode sysctls, String path, Findings findings) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sysctls.size(); i++) {
      String at = path + "[" + i + "].name";
      String name = sysctls.get(i).path("name").asText();
      if (name.isEmpty()) {
        findings.required(at, "");
      } else if (name.length() > MAX_SYSCTL || !SYSCTL.matcher(name).matches()) {
        findings.invalidText(
            at,
            name,
            "must have at most "
                + MAX_SYSCTL
                + " characters and match regex ^"
                + SYSCTL_FORM
                + "$");
      } else if (!names.add(name)) {
        findings.duplicate(at, name);
      }
    }
  }

  private static void checkProfiles(JsonNode context, String at, Findings findings) {
    checkProfile(context.path("seccompProfile"), at + ".seccompProfile", "seccomp", findings);
    checkProfile(context.path("appArmorProfile"), at + ".appArmorProfile", "AppArmor", findings);
    OperatingSystemChecks.checkWindowsOptions(
        context.path("windowsOptions"), at + ".windowsOptions", findings);
  }

  private static void checkProfile(JsonNode profile, String path, String kind, Findings findings) {
    if (!profile.isObject()) {
      return;
    }
    String type = profile.path("type").asText();
    if (type.isEmpty()) {
      String field = path.substring(path.lastIndexOf('.') + 1);
      findings.required(path + ".type", "type is required when " + field + " is set");
      return;
    }
    findings.oneOf(path + ".type", profile.path("type"), PROFILES);
    String at = path + ".localhostProfile";
    JsonNode local = profile.path("localhostProfile");
    if (!type.equals("Localhost")) {
      if (local.isTextual()) {
        findings.invalid(at, local, "can only be set when " + kind + " type is Localhost");
      }
    } else if (local.asText().isBlank()) {
      findings.required(at, "must be set when " + kind + " type is Localhost");
    } else if (kind.equals("seccomp")) {
      VolumePaths.checkWithin(local, at, findings);
    } else if (!local.asText().strip().equals(local.asText())) {
      findings.invalid(at, local, "must not be padded with whitespace");
    }
  }
}
