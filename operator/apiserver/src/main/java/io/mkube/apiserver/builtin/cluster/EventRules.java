package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Events of {@code events.k8s.io}. */
final class EventRules implements KindRules {
  /** Fields of the core view that events of this one leave to it. */
  private static final List<String> DEPRECATED =
      List.of("firstTimestamp", "lastTimestamp", "count", "source");

  /** Fields of the core view that stay; what is found wrong is called as there. */
  private static final List<String> IMMUTABLE =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "type",
          "eventTime",
          "action",
          "related",
          "reportingComponent",
          "reportingInstance");

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    EventChecks.EVENTS.check(object, findings);
    checkSeries(object, findings);
    if (EventChecks.time(object.path("eventTime")).isEmpty()) {
      findings.required("eventTime", "");
    }
    String type = object.path("type").asText();
    if (!type.equals("Normal") && !type.equals("Warning")) {
      findings.invalidText("type", "", "has invalid value: " + type);
    }
    for (String field : DEPRECATED) {
      boolean set =
          field.equals("count")
              ? object.path("deprecatedCount").asInt() != 0
              : isSet(object.path(view(field)));
      if (set) {
        findings.invalidText(field, "", "needs to be unset");
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    EventChecks.EVENTS.check(object, findings);
    if (!object.path("series").equals(old.path("series"))) {
      checkSeries(object, findings);
    }
    for (String field : IMMUTABLE) {
      String shown = field.equals("reportingComponent") ? "reportingController" : field;
      findings.immutable(shown, object.path(view(field)), old.path(view(field)));
    }
    return findings.list();
  }

  private static void checkSeries(ObjectNode object, Findings findings) {
    JsonNode series = object.path("series");
    if (!series.isObject()) {
      return;
    }
    if (series.path("count").asInt() < 2) {
      findings.invalidText("series.count", "", "should be at least 2");
    }
    if (EventChecks.time(series.path("lastObservedTime")).isEmpty()) {
      findings.required("series.lastObservedTime", "");
    }
  }

  private static boolean isSet(JsonNode value) {
    return value.isObject()
        ? value.properties().stream().anyMatch(member -> isSet(member.getValue()))
        : !value.asText("").isEmpty();
  }

  private static String view(String field) {
    return EventViews.inEvents(field);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return CoreEventRules.selectors("regarding", "deprecatedSource", "reportingController");
  }
}
