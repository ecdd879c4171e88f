package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What both views of an event are checked for. Findings name the fields as the core view does.
 *
 * @param reference what the view calls the object that the event is about
 * @param reporter what the view calls the controller that reports
 * @param message what the view calls the text
 */
record EventChecks(String reference, String reporter, String message) {
  static final EventChecks CORE =
      new EventChecks("involvedObject", "reportingComponent", "message");
  static final EventChecks EVENTS = new EventChecks("regarding", "reportingController", "note");

  private static final int MAX_LENGTH = 128;
  private static final int MAX_MESSAGE = 1024;

  /** Checks an event; one with an {@code eventTime} also says who reports what. */
  void check(ObjectNode event, Findings findings) {
    boolean reported = !time(event.path("eventTime")).isEmpty();
    checkNamespace(event, reported, findings);
    if (reported) {
      checkReporter(event, findings);
    }
  }

  /** A time that may be null. */
  static String time(JsonNode value) {
    return value.isTextual() ? value.asText() : "";
  }

  /** An event about something without a namespace stands in one of the cluster's own. */
  private void checkNamespace(ObjectNode event, boolean reported, Findings findings) {
    String namespace = Trees.text(event, "metadata", "namespace");
    String referred = Trees.text(event, reference, "namespace");
    boolean fits;
    if (referred.isEmpty()) {
      fits = namespace.equals("default") || (reported && namespace.equals("kube-system"));
    } else {
      fits = reported || namespace.equals(referred);
    }
    if (!fits) {
      findings.invalidText("involvedObject.namespace", referred, "does not match event.namespace");
    }
  }

  private void checkReporter(ObjectNode event, Findings findings) {
    String controller = event.path(reporter).asText();
    findings.requiredText("reportingController", event.path(reporter));
    LabelRules.checkKey(controller, "reportingController", findings.sink());
    for (String field : List.of("reportingInstance", "action", "reason")) {
      findings.requiredText(field, event.path(field));
      checkLength(event.path(field), field, MAX_LENGTH, findings);
    }
    checkLength(event.path(message), "message", MAX_MESSAGE, findings);
  }

  private static void checkLength(JsonNode text, String field, int limit, Findings findings) {
    if (text.asText().getBytes(StandardCharsets.UTF_8).length > limit) {
      findings.invalidText(field, "", "can have at most " + limit + " characters");
    }
  }
}
