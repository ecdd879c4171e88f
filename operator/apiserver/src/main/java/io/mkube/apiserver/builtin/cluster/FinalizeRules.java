package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/**
 * The {@code finalize} subresource of namespaces, which alone writes the spec and leaves the
 * status.
 *
 * @param rules the rules of namespaces
 */
record FinalizeRules(KindRules rules) implements DelegatingRules {
  private static final List<String> STANDARD =
      List.of("kubernetes", "orphan", "foregroundDeletion");

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    if (old.get("status") instanceof ObjectNode status) {
      object.set("status", status.deepCopy());
    } else {
      object.remove("status");
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    JsonNode finalizers = Trees.child(object, "spec").path("finalizers");
    for (int i = 0; i < finalizers.size(); i++) {
      JsonNode finalizer = finalizers.get(i);
      String name = finalizer.asText();
      if (name.indexOf('/') < 0 && !STANDARD.contains(name)) {
        findings.invalid(
            "spec.finalizers[" + i + "]",
            finalizer,
            "name is neither a standard finalizer name nor is it fully qualified");
      }
    }
    return findings.list();
  }
}
