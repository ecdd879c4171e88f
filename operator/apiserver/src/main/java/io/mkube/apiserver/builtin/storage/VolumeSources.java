package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.VolumePaths;
import io.mkube.apiserver.types.BuiltInTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the bytes of a volume are. */
final class VolumeSources {
  private static final int MAX_UNIT = 255;
  private static final List<String> SECRETS =
      List.of(
          "controllerPublishSecretRef",
          "controllerExpandSecretRef",
          "nodePublishSecretRef",
          "nodeExpandSecretRef");

  /** What a source must have; the others are checked one by one. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "awsElasticBlockStore", List.of("volumeID"),
          "cinder", List.of("volumeID"),
          "glusterfs", List.of("endpoints", "path"),
          "portworxVolume", List.of("volumeID"),
          "vsphereVolume", List.of("volumePath"));

  private VolumeSources() {}

  /** Checks that a volume whose spec stands at {@code at} has one source, and that it is good. */
  static void checkOne(JsonNode spec, String at, Findings findings) {
    List<String> sources = of(spec);
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return;
    }
    check(spec, sources.getFirst(), at, findings);
    for (String extra : sources.subList(1, sources.size())) {
      findings.forbidden(at + "." + extra, "may not specify more than 1 volume type");
    }
  }

  /** The sources that a volume has. */
  static List<String> of(JsonNode spec) {
    Set<String> known =
        BuiltInTypes.get().named("core.v1.PersistentVolumeSource").fields().keySet();
    return known.stream().filter(spec::has).toList();
  }

  private static void check(JsonNode spec, String type, String at, Findings findings) {
    JsonNode source = spec.path(type);
    String path = at + "." + type;
    switch (type) {
      case "hostPath" -> VolumePaths.checkHostPath(source, path, findings);
      case "local" -> {
        if (findings.requiredText(path + ".path", source.path("path"))) {
          VolumePaths.refuseBacksteps(source.path("path"), path + ".path", findings);
        }
        if (!spec.path("nodeAffinity").path("required").isObject()) {
          findings.required(at + ".nodeAffinity", "Local volume requires node affinity");
        }
      }
      case "nfs" -> VolumePaths.checkNfs(source, path, findings);
      case "csi" -> checkDriver(source, path, findings);
      case "iscsi" -> {
        findings.requiredText(path + ".targetPortal", source.path("targetPortal"));
        if (findings.requiredText(path + ".iqn", source.path("iqn"))) {
          VolumePaths.checkInitiator(source.path("iqn"), path + ".iqn", findings);
        }
        findings.between(path + ".lun", source.path("lun"), 0, MAX_UNIT);
      }
      case "gcePersistentDisk" -> {
        findings.requiredText(at + ".persistentDisk.pdName", source.path("pdName"));
        VolumePaths.checkPartition(
            source.path("partition"), at + ".persistentDisk.partition", findings);
      }
      default ->
          REQUIRED
              .getOrDefault(type, List.of())
              .forEach(field -> findings.requiredText(path + "." + field, source.path(field)));
    }
  }

  private static void checkDriver(JsonNode source, String path, Findings findings) {
    VolumePaths.checkDriver(source.path("driver"), path + ".driver", findings);
    findings.requiredText(path + ".volumeHandle", source.path("volumeHandle"));
    for (String secret : SECRETS) {
      if (source.path(secret).isObject()) {
        findings.requiredText(path + "." + secret + ".name", source.path(secret).path("name"));
        findings.requiredText(
            path + "." + secret + ".namespace", source.path(secret).path("namespace"));
      }
    }
  }
}
