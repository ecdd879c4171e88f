package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.VolumePaths;
import io.mkube.apiserver.schema.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The volumes of a pod spec. */
final class VolumeChecks {
  private static final int MAX_MODE = 0777;

  /** Fields without which a source is of no use. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "configMap", List.of("name"),
          "secret", List.of("secretName"),
          "persistentVolumeClaim", List.of("claimName"),
          "iscsi", List.of("targetPortal", "iqn"),
          "csi", List.of("driver"));

  private VolumeChecks() {}

  /** Checks the volumes of a spec. Returns their names. */
  static Set<String> check(JsonNode spec, String path, Findings findings) {
    Set<String> names = new HashSet<>();
    List<ObjectNode> volumes = Trees.objects(spec, "volumes");
    for (int i = 0; i < volumes.size(); i++) {
      String at = path + "[" + i + "]";
      String name = volumes.get(i).path("name").asText();
      if (name.isEmpty()) {
        findings.required(at + ".name", "");
      } else {
        findings.name(at + ".name", name, NameRule.DNS_LABEL);
        if (!names.add(name)) {
          findings.duplicate(at + ".name", name);
        }
      }
      checkSource(volumes.get(i), at, findings);
    }
    return names;
  }

  private static void checkSource(ObjectNode volume, String at, Findings findings) {
    List<String> sources = new ArrayList<>();
    volume.fieldNames().forEachRemaining(sources::add);
    sources.remove("name");
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return;
    }
    for (String extra : sources.subList(1, sources.size())) {
      findings.forbidden(at + "." + extra, "may not specify more than 1 volume type");
    }
    String type = sources.getFirst();
    JsonNode source = volume.path(type);
    String sourcePath = at + "." + type;
    for (String field : REQUIRED.getOrDefault(type, List.of())) {
      findings.requiredText(sourcePath + "." + field, source.path(field));
    }
    checkMode(source.path("defaultMode"), sourcePath + ".defaultMode", findings);
    checkItems(source, type, sourcePath, findings);
    switch (type) {
      case "hostPath" -> VolumePaths.checkHostPath(source, sourcePath, findings);
      case "nfs" -> VolumePaths.checkNfs(source, sourcePath, findings);
      default -> {}
    }
  }

  private static void checkItems(JsonNode source, String type, String path, Findings findings) {
    List<ObjectNode> items = Trees.objects(source, "items");
    for (int i = 0; i < items.size(); i++) {
      String at = path + ".items[" + i + "]";
      ObjectNode item = items.get(i);
      if (!type.equals("downwardAPI")) {
        findings.requiredText(at + ".key", item.path("key"));
      }
      if (findings.requiredText(at + ".path", item.path("path"))) {
        VolumePaths.checkWithin(item.path("path"), at + ".path", findings);
      }
      checkMode(item.path("mode"), at + ".mode", findings);
    }
  }

  private static void checkMode(JsonNode mode, String path, Findings findings) {
    if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > MAX_MODE)) {
      findings.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }
}
