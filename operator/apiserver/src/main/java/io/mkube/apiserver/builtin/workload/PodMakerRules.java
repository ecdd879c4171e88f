package io.mkube.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.pod.PodSpecWarnings;
import io.mkube.apiserver.builtin.pod.PodWarnings;
import io.mkube.apiserver.rules.StatusKindRules;
import java.util.ArrayList;
import java.util.List;

/** Kinds that make pods after a template: what is odd about it is told when it is written. */
interface PodMakerRules extends StatusKindRules {
  /** Where the template stands. */
  default String template() {
    return "spec.template";
  }

  /** Whether the names of the pods begin with the name of the object. */
  default boolean namesPods() {
    return true;
  }

  @Override
  default List<String> warnings(ObjectNode object) {
    List<String> texts = new ArrayList<>();
    if (namesPods()) {
      texts.addAll(PodWarnings.ofName(object, "Pod names and hostnames"));
    }
    texts.addAll(ofTemplate(object));
    return texts;
  }

  /** As in Kubernetes, nothing where the template is what it was, and so for every status. */
  @Override
  default List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
    return generation(object).equals(generation(old)) ? List.of() : ofTemplate(object);
  }

  private List<String> ofTemplate(ObjectNode object) {
    JsonNode template = object.at("/" + template().replace('.', '/'));
    List<String> texts = new ArrayList<>(PodWarnings.ofTemplate(template, template()));
    texts.addAll(PodSpecWarnings.of(template.path("spec"), template() + ".spec"));
    return texts;
  }

  private static JsonNode generation(ObjectNode object) {
    return object.path("metadata").path("generation");
  }
}
