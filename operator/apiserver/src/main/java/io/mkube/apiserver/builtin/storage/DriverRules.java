package io.mkube.apiserver.builtin.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Drivers of the container storage interface. */
final class DriverRules implements KindRules {
  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultFlag(spec, "attachRequired", true);
    for (String flag :
        List.of("podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount")) {
      Trees.defaultFlag(spec, flag, false);
    }
    Trees.defaultText(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    if (spec.path("volumeLifecycleModes").isEmpty()) {
      spec.putArray("volumeLifecycleModes").add("Persistent");
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    findings.oneOf(
        "spec.fsGroupPolicy",
        spec.path("fsGroupPolicy"),
        List.of("File", "None", "ReadWriteOnceWithFSType"));
    int i = 0;
    for (JsonNode mode : spec.path("volumeLifecycleModes")) {
      findings.oneOf(
          "spec.volumeLifecycleModes[" + i++ + "]", mode, List.of("Ephemeral", "Persistent"));
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    for (String field : List.of("attachRequired", "volumeLifecycleModes")) {
      findings.immutable(
          "spec." + field, object.path("spec").path(field), old.path("spec").path(field));
    }
    findings.sink().addAll(validateCreate(object));
    return findings.list();
  }
}
