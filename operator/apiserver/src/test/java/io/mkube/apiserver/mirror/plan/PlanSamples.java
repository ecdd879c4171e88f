package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Objects for planners, and what stands in their plans. */
public final class PlanSamples {
  private PlanSamples() {}

  /** An object; single quotes stand for double ones. */
  public static ObjectNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** What a plan creates, in order. */
  public static List<ObjectNode> made(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Create.class::isInstance)
        .map(step -> ((Step.Create) step).object())
        .toList();
  }

  /** What a plan creates of a kind. */
  public static List<ObjectNode> made(Plan plan, String kind) {
    return made(plan).stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** What a plan writes anew, without its status. */
  public static List<ObjectNode> updated(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Update.class::isInstance)
        .map(step -> ((Step.Update) step).object())
        .toList();
  }

  /** Names of what a plan deletes. */
  public static List<String> deleted(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Delete.class::isInstance)
        .map(step -> ObjectMetadata.of(((Step.Delete) step).object()).name())
        .toList();
  }

  /** The status that a plan writes; empty if it writes none. */
  public static ObjectNode status(Plan plan) {
    return plan.steps().stream()
        .filter(Step.UpdateStatus.class::isInstance)
        .map(step -> (ObjectNode) ((Step.UpdateStatus) step).object().path("status"))
        .findFirst()
        .orElseGet(Json::object);
  }
}
