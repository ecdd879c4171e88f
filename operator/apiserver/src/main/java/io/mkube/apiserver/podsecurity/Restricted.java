package io.mkube.apiserver.podsecurity;

import static io.mkube.apiserver.podsecurity.PodParts.containers;
import static io.mkube.apiserver.podsecurity.PodParts.counted;
import static io.mkube.apiserver.podsecurity.PodParts.quoted;
import static io.mkube.apiserver.podsecurity.PodParts.security;
import static io.mkube.apiserver.podsecurity.PodParts.setters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rules of hardened pods, which follow those of {@link Baseline}. */
final class Restricted {
  private static final String RUN_AS_NON_ROOT = "runAsNonRoot";
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "name",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private final PodParts pod;
  private final List<Violation> violations = new ArrayList<>();

  private Restricted(PodParts pod) {
    this.pod = pod;
  }

  /**
   * Judges a pod.
   *
   * @param version minor version of the rules, which became more from version to version
   */
  static List<Violation> check(PodParts pod, int version) {
    Restricted rules = new Restricted(pod);
    boolean windows = pod.windows() && version >= 25;
    if (!windows && version >= 8) {
      rules.privilegeEscalation();
    }
    if (!windows && version >= 22) {
      rules.capabilities();
    }
    rules.volumes();
    rules.nonRoot();
    if (version >= 23) {
      rules.user();
    }
    if (!windows && version >= 19) {
      rules.seccomp();
    }
    return rules.violations;
  }

  private void add(String reason, String detail) {
    violations.add(new Violation(reason, detail));
  }

  private void privilegeEscalation() {
    List<String> names =
        pod.named(each -> security(each).path("allowPrivilegeEscalation").asBoolean(true));
    if (!names.isEmpty()) {
      add(
          "allowPrivilegeEscalation != false",
          containers(names) + " must set securityContext.allowPrivilegeEscalation=false");
    }
  }

  private void capabilities() {
    List<String> keeping =
        pod.named(each -> !has(security(each).path("capabilities").path("drop"), "ALL"));
    Set<String> forbidden = new TreeSet<>();
    List<String> adding = pod.addingCapabilities(Set.of("NET_BIND_SERVICE"), forbidden);
    List<String> details = new ArrayList<>();
    if (!keeping.isEmpty()) {
      details.add(containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    if (!adding.isEmpty()) {
      details.add(PodParts.addedCapabilities(adding, forbidden));
    }
    if (!details.isEmpty()) {
      add("unrestricted capabilities", String.join("; ", details));
    }
  }

  private static boolean has(JsonNode texts, String text) {
    for (JsonNode each : texts) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private void volumes() {
    List<String> names = new ArrayList<>();
    Set<String> kinds = new TreeSet<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      Set<String> own = new TreeSet<>();
      volume.fieldNames().forEachRemaining(own::add);
      own.removeAll(VOLUMES);
      if (!own.isEmpty()) {
        names.add(volume.path("name").asText());
        kinds.addAll(own);
      }
    }
    if (!names.isEmpty()) {
      add(
          "restricted volume types",
          counted("volume ", "volumes ", names)
              + quoted(names)
              + counted(" uses ", " use ", names)
              + counted("restricted volume type ", "restricted volume types ", kinds)
              + quoted(kinds));
    }
  }

  private void nonRoot() {
    boolean whole = pod.security().path(RUN_AS_NON_ROOT).asBoolean();
    boolean refused = pod.security().has(RUN_AS_NON_ROOT) && !whole;
    List<String> roots =
        pod.named(
            each ->
                security(each).has(RUN_AS_NON_ROOT)
                    && !security(each).path(RUN_AS_NON_ROOT).asBoolean());
    List<String> open = whole ? List.of() : pod.named(each -> !security(each).has(RUN_AS_NON_ROOT));
    if (refused || !roots.isEmpty()) {
      add(
          "runAsNonRoot != true",
          setters(refused, roots) + " must not set securityContext.runAsNonRoot=false");
    } else if (!open.isEmpty()) {
      add(
          "runAsNonRoot != true",
          "pod or " + containers(open) + " must set securityContext.runAsNonRoot=true");
    }
  }

  private void user() {
    boolean whole = isRoot(pod.security());
    List<String> names = pod.named(each -> isRoot(security(each)));
    if (whole || !names.isEmpty()) {
      add("runAsUser=0", setters(whole, names) + " must not set runAsUser=0");
    }
  }

  private static boolean isRoot(JsonNode security) {
    JsonNode user = security.path("runAsUser");
    return user.isNumber() && user.asLong() == 0;
  }

  private void seccomp() {
    JsonNode profile = pod.security().path("seccompProfile");
    boolean whole = profile.has("type") && !Baseline.isUnconfined(profile);
    boolean refused = Baseline.isUnconfined(profile);
    List<String> unconfined =
        pod.named(each -> Baseline.isUnconfined(security(each).path("seccompProfile")));
    List<String> open =
        whole ? List.of() : pod.named(each -> !security(each).path("seccompProfile").has("type"));
    if (refused || !unconfined.isEmpty()) {
      add(
          "seccompProfile",
          setters(refused, unconfined)
              + " must not set securityContext.seccompProfile.type to \"Unconfined\"");
    } else if (!open.isEmpty()) {
      add(
          "seccompProfile",
          "pod or "
              + containers(open)
              + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
              + " \"Localhost\"");
    }
  }
}
