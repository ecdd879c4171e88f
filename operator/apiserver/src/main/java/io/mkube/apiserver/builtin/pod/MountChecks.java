package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.VolumePaths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a container finds volumes: as directories, or as devices. */
final class MountChecks {
  private static final List<String> PROPAGATIONS =
      List.of("Bidirectional", "HostToContainer", "None");
  private static final Set<String> BLOCK = Set.of("persistentVolumeClaim", "ephemeral");

  private final ObjectNode container;
  private final Map<String, String> volumes;
  private final Findings findings;

  private MountChecks(ObjectNode container, Map<String, String> volumes, Findings findings) {
    this.container = container;
    this.volumes = volumes;
    this.findings = findings;
  }

  /**
   * Checks mounts and devices.
   *
   * @param volumes types of the volumes of the pod, by name
   */
  static void check(
      ObjectNode container, String path, Map<String, String> volumes, Findings findings) {
    if (!container.has("volumeMounts") && !container.has("volumeDevices")) {
      return;
    }
    MountChecks checks = new MountChecks(container, volumes, findings);
    checks.mounts(path + ".volumeMounts");
    checks.devices(path + ".volumeDevices");
  }

  private Map<String, String> places(String list, String field) {
    Map<String, String> places = new HashMap<>();
    for (ObjectNode entry : Trees.objects(container, list)) {
      places.put(entry.path("name").asText(), entry.path(field).asText());
    }
    return places;
  }

  private void mounts(String path) {
    Map<String, String> devices = places("volumeDevices", "devicePath");
    Set<String> seen = new HashSet<>();
    List<ObjectNode> mounts = Trees.objects(container, "volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      ObjectNode mount = mounts.get(i);
      String at = path + "[" + i + "]";
      JsonNode name = mount.path("name");
      findings.requiredText(at + ".name", name);
      if (!volumes.containsKey(name.asText())) {
        findings.notFound(at + ".name", name.asText());
      }
      JsonNode place = mount.path("mountPath");
      findings.requiredText(at + ".mountPath", place);
      if (!seen.add(place.asText())) {
        findings.invalid(at + ".mountPath", place, "must be unique");
      }
      if (devices.containsKey(name.asText())) {
        findings.invalid(at + ".name", name, "must not already exist in volumeDevices");
      }
      if (devices.containsValue(place.asText())) {
        findings.invalid(
            at + ".mountPath", place, "must not already exist as a path in volumeDevices");
      }
      parts(mount, at, path);
    }
  }

  /** What kube-apiserver finds wrong here it reports of the list, not of the mount. */
  private void parts(ObjectNode mount, String at, String path) {
    JsonNode subPath = mount.path("subPath");
    JsonNode expression = mount.path("subPathExpr");
    VolumePaths.checkWithin(subPath, path + ".subPath", findings);
    if (!expression.asText().isEmpty() && !subPath.asText().isEmpty()) {
      findings.invalid(
          at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
    }
    VolumePaths.checkWithin(expression, path + ".subPathExpr", findings);
    String propagation = mount.path("mountPropagation").asText();
    findings.oneOf(path + ".mountPropagation", mount.path("mountPropagation"), PROPAGATIONS);
    boolean privileged = container.path("securityContext").path("privileged").asBoolean();
    if (propagation.equals("Bidirectional") && !privileged) {
      findings.forbidden(
          path + ".mountPropagation",
          "Bidirectional mount propagation is available only to privileged containers");
    }
    readOnly(mount, path + ".recursiveReadOnly");
  }

  private void readOnly(ObjectNode mount, String at) {
    switch (mount.path("recursiveReadOnly").asText()) {
      case "", "Disabled" -> {}
      case "Enabled", "IfPossible" -> {
        if (!mount.path("readOnly").asBoolean()) {
          findings.forbidden(at, "may only be specified when readOnly is true");
        }
        if (!mount.path("mountPropagation").asText("None").equals("None")) {
          findings.forbidden(
              at, "may only be specified when mountPropagation is None or not specified");
        }
      }
      default ->
          findings.oneOf(
              at, mount.path("recursiveReadOnly"), List.of("Disabled", "Enabled", "IfPossible"));
    }
  }

  private void devices(String path) {
    Map<String, String> mounts = places("volumeMounts", "mountPath");
    Set<String> names = new HashSet<>();
    Set<String> seen = new HashSet<>();
    List<ObjectNode> devices = Trees.objects(container, "volumeDevices");
    for (int i = 0; i < devices.size(); i++) {
      String at = path + "[" + i + "]";
      JsonNode name = devices.get(i).path("name");
      JsonNode place = devices.get(i).path("devicePath");
      device(name, at, names);
      if (findings.requiredText(at + ".devicePath", place)
          && List.of(place.asText().split("/", -1)).contains("..")) {
        findings.invalid(at + ".devicePath", place, "can not contain backsteps ('..')");
      } else if (!seen.add(place.asText())) {
        findings.invalid(at + ".devicePath", place, "must be unique");
      }
      if (mounts.containsKey(name.asText())) {
        findings.invalid(at + ".name", name, "must not already exist in volumeMounts");
      }
      if (mounts.containsValue(place.asText())) {
        findings.invalid(
            at + ".devicePath", place, "must not already exist as a path in volumeMounts");
      }
    }
  }

  private void device(JsonNode name, String at, Set<String> names) {
    if (findings.requiredText(at + ".name", name) && !names.add(name.asText())) {
      findings.invalid(at + ".name", name, "must be unique");
    }
    String type = volumes.get(name.asText());
    if (type == null) {
      findings.notFound(at + ".name", name.asText());
    } else if (!BLOCK.contains(type)) {
      findings.invalid(
          at + ".name",
          name,
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
  }
}
