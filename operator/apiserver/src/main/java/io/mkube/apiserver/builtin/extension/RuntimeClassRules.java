package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.pod.ResourceChecks;
import io.mkube.apiserver.builtin.pod.TolerationChecks;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Runtime classes. */
final class RuntimeClassRules implements KindRules {
  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    findings.name("handler", object.path("handler").asText(), NameRule.DNS_LABEL);
    JsonNode overhead = object.path("overhead").path("podFixed");
    if (overhead.isObject()) {
      ResourceChecks.check(Json.object().set("limits", overhead), "overhead", findings);
    }
    JsonNode scheduling = object.path("scheduling");
    LabelRules.checkLabels(
        scheduling.path("nodeSelector"), "scheduling.nodeSelector", findings.sink());
    JsonNode tolerations = scheduling.path("tolerations");
    TolerationChecks.check(tolerations, "scheduling.tolerations", findings);
    checkTwice(tolerations, findings);
    return findings.list();
  }

  private static void checkTwice(JsonNode tolerations, Findings findings) {
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < tolerations.size(); i++) {
      JsonNode one = tolerations.get(i);
      List<String> key =
          Stream.of("key", "operator", "value", "effect")
              .map(field -> one.path(field).asText())
              .toList();
      if (!seen.add(key)) {
        findings
            .sink()
            .add(FieldError.duplicate("scheduling.tolerations[" + i + "]", GoText.toleration(one)));
      }
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    findings.immutable("handler", object.path("handler"), old.path("handler"));
    return findings.list();
  }
}
