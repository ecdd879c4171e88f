package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;

/** Config maps. */
final class ConfigMapRules implements KindRules {
  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    DataKeys.checkImmutable(object, old, List.of("data", "binaryData"), findings);
    check(object, findings);
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    JsonNode data = object.path("data");
    JsonNode binary = object.path("binaryData");
    DataKeys.check(data, "data", findings);
    DataKeys.check(binary, "binaryData", findings);
    for (var entry : data.properties()) {
      if (binary.has(entry.getKey())) {
        findings.invalidText(
            "data[" + entry.getKey() + "]",
            entry.getKey(),
            "duplicate of key present in binaryData");
      }
    }
    if (DataKeys.textSize(data) + DataKeys.binarySize(binary) > DataKeys.MAX_BYTES) {
      // So Kubernetes spells the whole object.
      findings.tooLong("[]", DataKeys.MAX_BYTES);
    }
  }
}
