package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Events of the core group. {@link EventViews} relates them to those of {@code events.k8s.io}. */
final class CoreEventRules implements KindRules {
  private static final List<String> REFERENCE_FIELDS =
      List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath");

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    EventChecks.CORE.check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return selectors("involvedObject", "source", "reportingComponent");
  }

  /** The selectors of one view; both also have those that both name alike. */
  static Map<String, Function<ObjectNode, String>> selectors(
      String reference, String source, String reporter) {
    Map<String, Function<ObjectNode, String>> selectors = new TreeMap<>();
    for (String field : REFERENCE_FIELDS) {
      selectors.put(reference + "." + field, event -> Trees.text(event, reference, field));
    }
    selectors.put("reason", event -> event.path("reason").asText());
    selectors.put("type", event -> event.path("type").asText());
    selectors.put(reporter, event -> event.path(reporter).asText());
    selectors.put(
        "source",
        event -> {
          String component = Trees.text(event, source, "component");
          return component.isEmpty() ? event.path(reporter).asText() : component;
        });
    return Map.copyOf(selectors);
  }
}
