package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.VolumePaths;
import io.mkube.apiserver.types.Quantity;
import java.util.List;
import java.util.Map;

/** Where the files of a pod's volume come from. */
final class VolumeSourceChecks {
  private static final int MAX_BYTE = 255;
  private static final String STARTS = "must be valid format starting with iqn, eui, or naa";

  private static final List<String> CACHING_OF_AZURE = List.of("None", "ReadOnly", "ReadWrite");
  private static final List<String> KINDS_OF_AZURE = List.of("Dedicated", "Managed", "Shared");
  private static final String MANAGED_BY_AZURE =
      "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
  private static final String BLOB_OF_AZURE =
      "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

  /** Fields without which a source is of no use, in the order in which they are asked for. */
  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("awsElasticBlockStore", List.of("volumeID")),
          Map.entry("azureDisk", List.of("diskName", "diskURI")),
          Map.entry("azureFile", List.of("secretName", "shareName")),
          Map.entry("cinder", List.of("volumeID")),
          Map.entry("flexVolume", List.of("driver")),
          Map.entry("gcePersistentDisk", List.of("pdName")),
          Map.entry("gitRepo", List.of("repository")),
          Map.entry("glusterfs", List.of("endpoints", "path")),
          Map.entry("persistentVolumeClaim", List.of("claimName")),
          Map.entry("photonPersistentDisk", List.of("pdID")),
          Map.entry("portworxVolume", List.of("volumeID")),
          Map.entry("scaleIO", List.of("gateway", "system", "volumeName")),
          Map.entry("vsphereVolume", List.of("volumePath")));

  private VolumeSourceChecks() {}

  /** Checks a source of a type that stands at {@code path}. */
  static void check(JsonNode source, String type, String path, Findings findings) {
    for (String field : REQUIRED.getOrDefault(type, List.of())) {
      findings.requiredText(named(path, type) + "." + field, source.path(field));
    }
    switch (type) {
      case "secret", "configMap", "downwardAPI", "projected" ->
          VolumeFileChecks.check(source, type, path, findings);
      case "hostPath" -> VolumePaths.checkHostPath(source, path, findings);
      case "nfs" -> VolumePaths.checkNfs(source, path, findings);
      case "emptyDir" -> emptyDirectory(source, path, findings);
      case "gcePersistentDisk", "awsElasticBlockStore" ->
          VolumePaths.checkPartition(
              source.path("partition"), named(path, type) + ".partition", findings);
      case "azureDisk" -> azureDisk(source, path, findings);
      case "gitRepo" ->
          VolumePaths.checkWithin(source.path("directory"), path + ".directory", findings);
      case "iscsi" -> iscsi(source, path, findings);
      case "fc" -> fibreChannel(source, path, findings);
      case "rbd" -> {
        monitors(source, path, findings);
        findings.requiredText(path + ".image", source.path("image"));
      }
      case "cephfs" -> monitors(source, path, findings);
      case "csi" -> driver(source, path, findings);
      case "ephemeral" -> claim(source, path + ".volumeClaimTemplate", findings);
      default -> {}
    }
  }

  /** As kube-apiserver calls it. */
  private static String named(String path, String type) {
    return type.equals("gcePersistentDisk") ? path.replace(type, "persistentDisk") : path;
  }

  private static void emptyDirectory(JsonNode source, String path, Findings findings) {
    JsonNode limit = source.path("sizeLimit");
    if (Quantity.parse(limit.asText()).map(Quantity::signum).orElse(0) < 0) {
      findings.forbidden(path + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
    }
  }

  /** A disk of Azure: how it is cached, and where it is by its kind. */
  private static void azureDisk(JsonNode source, String path, Findings findings) {
    findings.oneOf(path + ".cachingMode", source.path("cachingMode"), CACHING_OF_AZURE);
    findings.oneOf(path + ".kind", source.path("kind"), KINDS_OF_AZURE);
    String kind = source.path("kind").asText();
    String place = source.path("diskURI").asText();
    if (kind.equals("Managed") && !place.startsWith("/subscriptions/")) {
      findings.notSupported(path + ".diskURI", place, List.of(MANAGED_BY_AZURE));
    } else if (!kind.isEmpty() && !kind.equals("Managed") && !place.startsWith("https://")) {
      findings.notSupported(path + ".diskURI", place, List.of(BLOB_OF_AZURE));
    }
  }

  private static void monitors(JsonNode source, String path, Findings findings) {
    if (source.path("monitors").isEmpty()) {
      findings.required(path + ".monitors", "");
    }
  }

  private static void iscsi(JsonNode source, String path, Findings findings) {
    findings.requiredText(path + ".targetPortal", source.path("targetPortal"));
    if (findings.requiredText(path + ".iqn", source.path("iqn"))) {
      VolumePaths.checkInitiator(source.path("iqn"), STARTS, path + ".iqn", findings);
    }
    findings.between(path + ".lun", source.path("lun"), 0, MAX_BYTE);
    boolean authenticates =
        source.path("chapAuthDiscovery").asBoolean() || source.path("chapAuthSession").asBoolean();
    if (authenticates && !source.path("secretRef").isObject()) {
      findings.required(path + ".secretRef", "");
    }
    if (source.has("initiatorName")) {
      VolumePaths.checkInitiator(
          source.path("initiatorName"), STARTS, path + ".initiatorname", findings);
    }
  }

  private static void fibreChannel(JsonNode source, String path, Findings findings) {
    JsonNode names = source.path("targetWWNs");
    boolean identified = !source.path("wwids").isEmpty();
    if (names.isEmpty() && !identified) {
      findings.required(
          path + ".targetWWNs", "must specify either targetWWNs or wwids, but not both");
    } else if (!names.isEmpty() && identified) {
      findings.invalidAs(
          path + ".targetWWNs",
          GoText.texts(names),
          "targetWWNs and wwids can not be specified simultaneously");
    }
    if (!names.isEmpty() && !source.has("lun")) {
      findings.required(path + ".lun", "lun is required if targetWWNs is specified");
    } else if (!names.isEmpty()) {
      findings.between(path + ".lun", source.path("lun"), 0, MAX_BYTE);
    }
  }

  private static void driver(JsonNode source, String path, Findings findings) {
    VolumePaths.checkDriver(source.path("driver"), path + ".driver", findings);
    if (source.path("nodePublishSecretRef").isObject()) {
      findings.requiredText(
          path + ".nodePublishSecretRef.name", source.path("nodePublishSecretRef").path("name"));
    }
  }

  /** The claim that is made for the pod. */
  private static void claim(JsonNode source, String path, Findings findings) {
    JsonNode template = source.path("volumeClaimTemplate");
    if (!template.isObject()) {
      findings.required(path, "");
      return;
    }
    JsonNode spec = template.path("spec");
    if (spec.path("accessModes").isEmpty()) {
      findings.required(path + ".spec.accessModes", "at least 1 access mode is required");
    }
    if (!spec.path("resources").path("requests").has("storage")) {
      findings.required(path + ".spec.resources[storage]", "");
    }
  }
}
