package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.types.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What kube-apiserver warns of in the volumes of a pod. */
final class VolumeWarnings {
  private static final Map<String, String> OLD_SOURCES =
      Map.of(
          "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
          "gitRepo", "deprecated in v1.11",
          "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
          "flocker", "deprecated in v1.22, non-functional in v1.25+",
          "storageos", "deprecated in v1.22, non-functional in v1.25+",
          "quobyte", "deprecated in v1.22, non-functional in v1.25+",
          "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
          "cephfs", "deprecated in v1.28, non-functional in v1.31+",
          "rbd", "deprecated in v1.28, non-functional in v1.31+");

  /** The source as it stands in a pod, and as it is called in the text. */
  private static final Map<String, String> PROJECTED =
      Map.of("configMap", "configMap", "secret", "secrets", "downwardAPI", "downwardAPI");

  private VolumeWarnings() {}

  /** The texts for the volumes at {@code path}. */
  static List<String> of(JsonNode volumes, String path) {
    List<String> texts = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < volumes.size(); i++) {
      JsonNode volume = volumes.get(i);
      String at = path + "[" + i + "]";
      for (var source : volume.properties()) {
        String old = OLD_SOURCES.get(source.getKey());
        if (old != null) {
          String name = source.getKey().equals("storageos") ? "storageOS" : source.getKey();
          texts.add(at + "." + name + ": " + old);
        }
      }
      ofClaim(
          volume.path("ephemeral").path("volumeClaimTemplate").path("spec"),
          at + ".ephemeral.volumeClaimTemplate.spec",
          texts);
      for (JsonNode source : volume.path("projected").path("sources")) {
        if (source.has("serviceAccountToken")) {
          tokens.add(source.path("serviceAccountToken").path("path").asText());
        }
      }
    }
    ofTokenPaths(volumes, path, tokens, texts);
    return texts;
  }

  private static void ofClaim(JsonNode claim, String path, List<String> texts) {
    JsonNode requests = claim.path("resources").path("requests");
    Quantity.parse(requests.path("storage").asText(""))
        .filter(quantity -> quantity.amount().stripTrailingZeros().scale() > 0)
        .ifPresent(
            quantity ->
                texts.add(
                    "%s.resources.requests[storage]: fractional byte value \"%s\" is invalid, must be an integer"
                        .formatted(path, quantity.canonical())));
  }

  /** Files that a token of a service account is laid over. */
  private static void ofTokenPaths(
      JsonNode volumes, String path, Set<String> tokens, List<String> texts) {
    if (tokens.isEmpty()) {
      return;
    }
    for (int i = 0; i < volumes.size(); i++) {
      String at = path + "[" + i + "].projected.sources.";
      for (JsonNode source : volumes.get(i).path("projected").path("sources")) {
        PROJECTED.forEach(
            (field, name) -> {
              JsonNode items = source.path(field).path("items");
              for (int j = 0; j < items.size(); j++) {
                ofPath(items.get(j), at + name + "[" + j + "]", tokens, texts);
              }
            });
        ofPath(source.path("clusterTrustBundle"), at + "ClusterTrustBundle", tokens, texts);
      }
    }
  }

  private static void ofPath(JsonNode file, String path, Set<String> tokens, List<String> texts) {
    String name = file.path("path").asText();
    if (file.has("path") && tokens.contains(name)) {
      texts.add(path + ": has duplicated path with ServiceAccountToken \"" + name + "\"");
    }
  }
}
