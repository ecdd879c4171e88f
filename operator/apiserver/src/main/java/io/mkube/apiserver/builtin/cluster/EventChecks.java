package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;

/** What both views of an event are checked for. */
final class EventChecks {
  private static final int MAX_LENGTH = 128;

  private EventChecks() {}

  /** An event stands in the namespace of its object, or in default. */
  static void checkNamespace(ObjectNode event, String reference, Findings findings) {
    String namespace = Trees.text(event, "metadata", "namespace");
    String referred = Trees.text(event, reference, "namespace");
    boolean clusterWide = referred.isEmpty();
    boolean fits =
        clusterWide
            ? namespace.equals("default") || namespace.equals("kube-system")
            : namespace.equals(referred);
    if (!fits) {
      findings.invalidText("involvedObject.namespace", referred, "does not match event.namespace");
    }
  }

  /** Who reports what; {@code names} spells fields that the view names otherwise. */
  static void checkReporter(ObjectNode event, Map<String, String> names, Findings findings) {
    for (String field : List.of("reportingController", "reportingInstance", "action")) {
      String spelled = names.getOrDefault(field, field);
      if (findings.requiredText(field, event.path(spelled))
          && !field.equals("reportingController")
          && event.path(spelled).asText().length() > MAX_LENGTH) {
        findings.invalid(field, event.path(spelled), "can have at most 128 characters");
      }
    }
  }
}
