package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Storage classes. */
final class StorageClassRules implements KindRules {
  private static final int MAX_PARAMETERS = 512;
  private static final int MAX_SIZE = 256 * 1024;

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultText(object, "reclaimPolicy", "Delete");
    Trees.defaultText(object, "volumeBindingMode", "Immediate");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object, findings);
    for (String field : List.of("parameters", "provisioner", "reclaimPolicy")) {
      if (!object.path(field).equals(old.path(field))) {
        findings.forbidden(field, "updates to " + field + " are forbidden.");
      }
    }
    findings.immutable(
        "volumeBindingMode", object.path("volumeBindingMode"), old.path("volumeBindingMode"));
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    String provisioner = object.path("provisioner").asText();
    if (findings.requiredText("provisioner", object.path("provisioner"))) {
      for (String fault : LabelRules.keyFaults(provisioner.toLowerCase(Locale.ROOT))) {
        findings.invalidText("provisioner", provisioner, fault);
      }
    }
    checkParameters(object.path("parameters"), findings);
    findings.oneOf("reclaimPolicy", object.path("reclaimPolicy"), List.of("Delete", "Retain"));
    findings.oneOf(
        "volumeBindingMode",
        object.path("volumeBindingMode"),
        List.of("Immediate", "WaitForFirstConsumer"));
    List<ObjectNode> terms = Trees.objects(object, "allowedTopologies");
    for (int i = 0; i < terms.size(); i++) {
      checkTopology(terms.get(i), "allowedTopologies[" + i + "].matchLabelExpressions", findings);
      if (terms.subList(0, i).contains(terms.get(i))) {
        findings.duplicate("allowedTopologies[" + i + "].matchLabelExpressions", "");
      }
    }
  }

  private static void checkTopology(ObjectNode term, String path, Findings findings) {
    List<ObjectNode> expressions = Trees.objects(term, "matchLabelExpressions");
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < expressions.size(); i++) {
      String at = path + "[" + i + "]";
      JsonNode values = expressions.get(i).path("values");
      if (values.isEmpty()) {
        findings.required(at + ".values", "");
      }
      Set<String> seen = new HashSet<>();
      for (int v = 0; v < values.size(); v++) {
        if (!seen.add(values.get(v).asText())) {
          findings.duplicate(at + ".values[" + v + "]", values.get(v).asText());
        }
      }
      String key = expressions.get(i).path("key").asText();
      LabelRules.checkKey(key, at + ".key", findings.sink());
      if (!keys.add(key)) {
        findings.duplicate(at + ".key", key);
      }
    }
  }

  private static void checkParameters(JsonNode parameters, Findings findings) {
    if (parameters.size() > MAX_PARAMETERS) {
      findings.tooLong("parameters", MAX_PARAMETERS);
      return;
    }
    long size = 0;
    for (var parameter : parameters.properties()) {
      if (parameter.getKey().isEmpty()) {
        findings.invalidText("parameters", "", "field can not be empty.");
      }
      size += parameter.getKey().length() + parameter.getValue().asText().length();
    }
    if (size > MAX_SIZE) {
      findings.tooLong("parameters", MAX_SIZE);
    }
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
