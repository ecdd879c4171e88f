package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.VolumePaths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Volumes whose files the cluster itself writes: secrets, config maps, fields, tokens. */
final class VolumeFileChecks {
  private static final int MAX_MODE = 0777;
  private static final long SHORTEST_TOKEN = 600;
  private static final long LONGEST_TOKEN = 1L << 32;

  private VolumeFileChecks() {}

  /** Checks a source of one of these types at {@code path}. */
  static void check(JsonNode source, String type, String path, Findings findings) {
    switch (type) {
      case "secret" -> findings.requiredText(path + ".secretName", source.path("secretName"));
      case "configMap" -> findings.requiredText(path + ".name", source.path("name"));
      default -> {
        // The others have no name.
      }
    }
    mode(source.path("defaultMode"), path + ".defaultMode", findings);
    switch (type) {
      case "secret", "configMap" -> keys(source, path, findings);
      case "downwardAPI" -> fields(source, path, findings);
      default -> projections(source, path, findings);
    }
  }

  private static void keys(JsonNode source, String path, Findings findings) {
    List<ObjectNode> items = Trees.objects(source, "items");
    for (int i = 0; i < items.size(); i++) {
      String at = path + ".items[" + i + "]";
      ObjectNode item = items.get(i);
      findings.requiredText(at + ".key", item.path("key"));
      place(item, at, findings);
      mode(item.path("mode"), at + ".mode", findings);
    }
  }

  /** Fields of the pod; kube-apiserver does not tell which one of them is wrong. */
  private static void fields(JsonNode source, String at, Findings findings) {
    for (ObjectNode item : Trees.objects(source, "items")) {
      place(item, at, findings);
      if (item.has("fieldRef")) {
        FieldReferences.checkFieldOfVolume(item.path("fieldRef"), at + ".fieldRef", findings);
        if (item.has("resourceFieldRef")) {
          findings.invalidText(
              at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
      } else if (item.has("resourceFieldRef")) {
        JsonNode reference = item.path("resourceFieldRef");
        if (findings.requiredText(
            at + ".resourceFieldRef.containerName", reference.path("containerName"))) {
          FieldReferences.checkAmount(reference, at + ".resourceFieldRef", findings);
        }
      } else {
        findings.required(at, "one of fieldRef and resourceFieldRef is required");
      }
      mode(item.path("mode"), at + ".mode", findings);
    }
  }

  private static void place(ObjectNode item, String at, Findings findings) {
    JsonNode place = item.path("path");
    findings.requiredText(at + ".path", place);
    file(place, at + ".path", findings);
  }

  /** The names of files that begin with two dots are those of the kubelet. */
  private static void file(JsonNode place, String at, Findings findings) {
    VolumePaths.checkWithin(place, at, findings);
    if (place.asText().startsWith("..") && !place.asText().startsWith("../")) {
      findings.invalid(at, place, "must not start with '..'");
    }
  }

  private static void projections(JsonNode source, String path, Findings findings) {
    Set<String> places = new HashSet<>();
    List<ObjectNode> sources = Trees.objects(source, "sources");
    for (int i = 0; i < sources.size(); i++) {
      String at = path + ".sources[" + i + "]";
      ObjectNode projection = sources.get(i);
      for (String type : List.of("secret", "configMap")) {
        JsonNode named = projection.path(type);
        if (named.isObject()) {
          findings.requiredText(at + "." + type + ".name", named.path("name"));
          keys(named, at + "." + type, findings);
          distinct(named, places, path, findings);
        }
      }
      if (projection.has("downwardAPI")) {
        fields(projection.path("downwardAPI"), at + ".downwardAPI", findings);
        distinct(projection.path("downwardAPI"), places, path, findings);
      }
      if (projection.has("serviceAccountToken")) {
        token(projection.path("serviceAccountToken"), at, path, findings);
      }
      if (projection.size() > 1) {
        findings.forbidden(at, "may not specify more than 1 volume type per source");
      }
    }
  }

  private static void distinct(
      JsonNode source, Set<String> places, String path, Findings findings) {
    for (ObjectNode item : Trees.objects(source, "items")) {
      String place = item.path("path").asText();
      if (!place.isEmpty() && !places.add(place)) {
        String shown = source.has("name") ? source.path("name").asText() : place;
        findings.invalidText(path, shown, "conflicting duplicate paths");
      }
    }
  }

  private static void token(JsonNode token, String at, String path, Findings findings) {
    JsonNode seconds = token.path("expirationSeconds");
    String field = at + ".serviceAccountToken.expirationSeconds";
    if (seconds.isNumber() && seconds.asLong() < SHORTEST_TOKEN) {
      findings.invalid(field, seconds, "may not specify a duration less than 10 minutes");
    } else if (seconds.asLong() > LONGEST_TOKEN) {
      findings.invalid(field, seconds, "may not specify a duration larger than 2^32 seconds");
    }
    if (findings.requiredText(path + ".path", token.path("path"))) {
      file(token.path("path"), path + ".path", findings);
    }
  }

  private static void mode(JsonNode mode, String path, Findings findings) {
    if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > MAX_MODE)) {
      findings.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }
}
