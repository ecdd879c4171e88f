package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** The storage drivers of a node. */
final class DriverNodeRules implements KindRules {
  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> drivers = Trees.objects(object.path("spec"), "drivers");
    findings.unique("spec.drivers", drivers, "name");
    for (int i = 0; i < drivers.size(); i++) {
      String path = "spec.drivers[" + i + "]";
      findings.requiredText(path + ".name", drivers.get(i).path("name"));
      findings.requiredText(path + ".nodeID", drivers.get(i).path("nodeID"));
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }
}
