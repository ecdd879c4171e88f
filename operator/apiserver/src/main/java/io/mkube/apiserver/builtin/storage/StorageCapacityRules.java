package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;

/** How much a storage class has left somewhere. */
final class StorageCapacityRules implements KindRules {
  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    findings.requiredText("storageClassName", object.path("storageClassName"));
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String field : List.of("nodeTopology", "storageClassName")) {
      findings.immutable(field, object.path(field), old.path(field));
    }
    return findings.list();
  }
}
