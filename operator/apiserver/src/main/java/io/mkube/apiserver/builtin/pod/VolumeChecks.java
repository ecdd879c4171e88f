package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The volumes of a pod spec. */
final class VolumeChecks {
  private VolumeChecks() {}

  /** Checks the volumes of a spec. Returns the types of their sources by name. */
  static Map<String, String> check(JsonNode spec, String path, Findings findings) {
    Map<String, String> types = new HashMap<>();
    List<ObjectNode> volumes = Trees.objects(spec, "volumes");
    for (int i = 0; i < volumes.size(); i++) {
      String at = path + "[" + i + "]";
      ObjectNode volume = volumes.get(i);
      String type = checkSource(volume, at, findings);
      String name = volume.path("name").asText();
      if (name.isEmpty()) {
        findings.required(at + ".name", "");
      } else {
        findings.name(at + ".name", name, NameRule.DNS_LABEL);
        if (types.putIfAbsent(name, type) != null) {
          findings.duplicate(at + ".name", name);
        }
      }
    }
    return types;
  }

  /** The types of the volumes of a spec that was checked before, by name. */
  static Map<String, String> types(JsonNode spec) {
    Map<String, String> types = new HashMap<>();
    for (ObjectNode volume : Trees.objects(spec, "volumes")) {
      List<String> sources = sources(volume);
      types.put(volume.path("name").asText(), sources.isEmpty() ? "" : sources.getFirst());
    }
    return types;
  }

  private static List<String> sources(ObjectNode volume) {
    List<String> sources = new ArrayList<>();
    volume.fieldNames().forEachRemaining(sources::add);
    sources.remove("name");
    return sources;
  }

  private static String checkSource(ObjectNode volume, String at, Findings findings) {
    List<String> sources = sources(volume);
    if (sources.isEmpty()) {
      findings.required(at, "must specify a volume type");
      return "";
    }
    for (String extra : sources.subList(1, sources.size())) {
      findings.forbidden(at + "." + extra, "may not specify more than 1 volume type");
    }
    String type = sources.getFirst();
    VolumeSourceChecks.check(volume.path(type), type, at + "." + type, findings);
    return type;
  }
}
