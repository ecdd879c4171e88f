package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Storage classes. */
final class StorageClassRules implements KindRules {
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
    for (String field :
        List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
      if (!object.path(field).equals(old.path(field))) {
        findings.forbidden(field, "updates to " + field + " are forbidden.");
      }
    }
    return findings.list();
  }

  private static void check(ObjectNode object, Findings findings) {
    findings.requiredText("provisioner", object.path("provisioner"));
    findings.oneOf("reclaimPolicy", object.path("reclaimPolicy"), List.of("Delete", "Retain"));
    findings.oneOf(
        "volumeBindingMode",
        object.path("volumeBindingMode"),
        List.of("Immediate", "WaitForFirstConsumer"));
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
