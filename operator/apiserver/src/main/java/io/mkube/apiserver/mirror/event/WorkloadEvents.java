package io.mkube.apiserver.mirror.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.mirror.plan.Conditions;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.mirror.plan.Workload;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Events of what was done for a workload, in the words of Kubernetes' controllers. */
public final class WorkloadEvents {
  private static final String NORMAL = "Normal";
  private static final String WARNING = "Warning";

  private final Workload workload;
  private final Done done;
  private final List<ObjectNode> events = new ArrayList<>();

  private WorkloadEvents(Workload workload, Done done) {
    this.workload = workload;
    this.done = done;
  }

  /**
   * A plan that was carried out.
   *
   * @param created what is new, with the names that it got
   * @param before what the updated children were
   * @param time in the form of a timestamp
   */
  public record Done(Plan plan, List<ObjectNode> created, List<ObjectNode> before, String time) {}

  /** Events to be created, in order. */
  public static List<ObjectNode> of(Workload workload, Done done) {
    WorkloadEvents events = new WorkloadEvents(workload, done);
    events.warn();
    switch (workload.object().path("kind").asText()) {
      case "Pod" -> events.ofPod();
      case "Deployment" -> events.ofDeployment();
      case "StatefulSet" -> events.ofStatefulSet();
      case "CronJob" -> events.ofChildren("Created job ", "Deleted job ");
      case "Job" -> {
        events.ofChildren("Created pod: ", "Deleted pod: ");
        events.ofJob();
      }
      case "ReplicaSet", "ReplicationController", "DaemonSet" ->
          events.ofChildren("Created pod: ", "Deleted pod: ");
      default -> {}
    }
    return events.events;
  }

  /** The Event of a controller that could not make what a workload wants. */
  public static ObjectNode failedCreate(Workload workload, String refusal, String time) {
    return event(workload, WARNING, "FailedCreate", "Error creating: " + refusal, time);
  }

  private void warn() {
    for (Step step : done.plan().steps()) {
      if (step instanceof Step.Warn warning) {
        events.add(event(workload, WARNING, warning.reason(), warning.message(), done.time()));
      }
    }
  }

  private void ofChildren(String created, String deleted) {
    for (ObjectNode child : done.created()) {
      if (!child.path("kind").asText().equals("ControllerRevision")) {
        say("SuccessfulCreate", created + name(child));
      }
    }
    for (ObjectNode child : deleted()) {
      say("SuccessfulDelete", deleted + name(child));
    }
  }

  private List<ObjectNode> deleted() {
    return done.plan().steps().stream()
        .filter(Step.Delete.class::isInstance)
        .map(step -> ((Step.Delete) step).object())
        .filter(child -> !ObjectMetadata.of(child).uid().equals(workload.uid()))
        .filter(child -> !child.path("kind").asText().equals("ControllerRevision"))
        .toList();
  }

  private void ofStatefulSet() {
    String set = workload.name();
    for (ObjectNode child : done.created()) {
      String name = name(child);
      switch (child.path("kind").asText()) {
        case "Pod" ->
            say(
                "SuccessfulCreate",
                "create Pod " + name + " in StatefulSet " + set + " successful");
        case "PersistentVolumeClaim" -> {
          String pod = name.substring(Math.max(0, name.lastIndexOf(set + "-")));
          say(
              "SuccessfulCreate",
              "create Claim " + name + " Pod " + pod + " in StatefulSet " + set + " success");
        }
        default -> {}
      }
    }
    for (ObjectNode child : deleted()) {
      say(
          "SuccessfulDelete",
          "delete Pod " + name(child) + " in StatefulSet " + set + " successful");
    }
  }

  private void ofDeployment() {
    for (ObjectNode set : done.created()) {
      scaled(set, 0);
    }
    for (Step step : done.plan().steps()) {
      if (step instanceof Step.Update update) {
        done.before().stream()
            .filter(set -> name(set).equals(name(update.object())))
            .findFirst()
            .ifPresent(set -> scaled(update.object(), replicas(set)));
      }
    }
  }

  private void scaled(ObjectNode set, int before) {
    int now = replicas(set);
    if (now != before) {
      say(
          "ScalingReplicaSet",
          "Scaled "
              + (now > before ? "up" : "down")
              + " replica set "
              + name(set)
              + " from "
              + before
              + " to "
              + now);
    }
  }

  private static int replicas(ObjectNode set) {
    return set.path("spec").path("replicas").asInt(1);
  }

  private void ofJob() {
    for (Step step : done.plan().steps()) {
      if (!(step instanceof Step.UpdateStatus update)) {
        continue;
      }
      JsonNode status = update.object().path("status");
      if (turned(status, "Complete", "True")) {
        say("Completed", "Job completed");
      } else if (turned(status, "Failed", "True")) {
        JsonNode failed = Conditions.find(status, "Failed");
        String message = failed.path("message").asText();
        events.add(event(workload, WARNING, failed.path("reason").asText(), message, done.time()));
      } else if (turned(status, "Suspended", "True")) {
        say("Suspended", "Job suspended");
      } else if (turned(status, "Suspended", "False")) {
        say("Resumed", "Job resumed");
      }
    }
  }

  private boolean turned(JsonNode status, String type, String to) {
    return Conditions.find(status, type).path("status").asText().equals(to)
        && !Conditions.find(workload.status(), type).path("status").asText().equals(to);
  }

  private void ofPod() {
    for (Step step : done.plan().steps()) {
      if (step instanceof Step.Finish) {
        for (JsonNode container : workload.spec().path("containers")) {
          kubelet(container, "Killing", "Stopping container " + container.path("name").asText());
        }
      } else if (step instanceof Step.UpdateStatus && !workload.status().has("startTime")) {
        started();
      }
    }
  }

  private void started() {
    String node = workload.spec().path("nodeName").asText();
    if (!node.isEmpty()) {
      String pod = workload.metadata().namespace() + "/" + workload.name();
      say("Scheduled", "Successfully assigned " + pod + " to " + node);
    }
    for (String field : new String[] {"initContainers", "containers"}) {
      for (JsonNode container : workload.spec().path(field)) {
        String name = container.path("name").asText();
        String image = container.path("image").asText();
        kubelet(
            container, "Pulled", "Container image \"" + image + "\" already present on machine");
        kubelet(container, "Created", "Created container: " + name);
        kubelet(container, "Started", "Started container " + name);
      }
    }
  }

  private void kubelet(JsonNode container, String reason, String message) {
    ObjectNode event = event(workload, NORMAL, reason, message, done.time());
    String name = container.path("name").asText();
    event.withObject("/involvedObject").put("fieldPath", "spec.containers{" + name + "}");
    ObjectNode source = event.putObject("source").put("component", "kubelet");
    String node = workload.spec().path("nodeName").asText();
    if (!node.isEmpty()) {
      source.put("host", node);
    }
    events.add(event.put("reportingComponent", "kubelet").put("reportingInstance", node));
  }

  private void say(String reason, String message) {
    events.add(event(workload, NORMAL, reason, message, done.time()));
  }

  private static String name(ObjectNode object) {
    return ObjectMetadata.of(object).name();
  }

  private static ObjectNode event(
      Workload workload, String type, String reason, String message, String time) {
    String component = component(workload.object().path("kind").asText());
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("generateName", workload.name() + ".")
        .put("namespace", workload.metadata().namespace());
    event
        .putObject("involvedObject")
        .put("apiVersion", workload.object().path("apiVersion").asText())
        .put("kind", workload.object().path("kind").asText())
        .put("name", workload.name())
        .put("namespace", workload.metadata().namespace())
        .put("uid", workload.uid())
        .put("resourceVersion", workload.metadata().resourceVersion());
    event.put("reason", reason).put("message", message);
    event.putObject("source").put("component", component);
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.put("type", type).putNull("eventTime");
    return event.put("reportingComponent", component).put("reportingInstance", "");
  }

  private static String component(String kind) {
    return switch (kind) {
      case "Pod" -> "default-scheduler";
      case "ReplicationController" -> "replication-controller";
      case "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob" ->
          kind.toLowerCase(Locale.ROOT) + "-controller";
      default -> "deployment-controller";
    };
  }
}
