package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.ArrayList;
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
    List<String> finalizers = names(Trees.child(object, "spec").path("finalizers"));
    for (int i = 0; i < finalizers.size(); i++) {
      check("spec.finalizers[" + i + "]", finalizers.get(i), findings);
    }
    return findings.list();
  }

  /** The names in a list of finalizers. */
  static List<String> names(JsonNode finalizers) {
    List<String> names = new ArrayList<>();
    finalizers.forEach(finalizer -> names.add(finalizer.asText()));
    return names;
  }

  /** Finds fault with a name that is of nobody's. */
  static void check(String field, String name, Findings findings) {
    if (name.indexOf('/') < 0 && !STANDARD.contains(name)) {
      findings.invalid(
          field,
          TextNode.valueOf(name),
          "name is neither a standard finalizer name nor is it fully qualified");
    }
  }
}
