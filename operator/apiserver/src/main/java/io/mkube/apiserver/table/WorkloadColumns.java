package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Columns of pods and of what makes them. */
final class WorkloadColumns {
  private static final Column CONTAINERS =
      Column.string("Containers", object -> Texts.join(containers(object), "name")).wide();
  private static final Column IMAGES =
      Column.string("Images", object -> Texts.join(containers(object), "image")).wide();
  private static final Column SELECTOR =
      Column.string("Selector", object -> Texts.selector(object.path("spec").path("selector")))
          .wide();

  static final List<Column> POD =
      List.of(
          Column.NAME,
          Column.string("Ready", pod -> PodStatus.of(pod).ready()),
          Column.string("Status", pod -> PodStatus.of(pod).reason()),
          new Column(
              new ColumnDefinition("Restarts", "string", "", "Restarts", 0),
              (pod, now) -> Column.text(PodStatus.of(pod).restarts(now))),
          Column.AGE,
          Column.string("IP", WorkloadColumns::podAddress).wide(),
          Column.string("Node", pod -> Texts.orNone(text(pod, "spec", "nodeName"))).wide(),
          Column.string(
                  "Nominated Node", pod -> Texts.orNone(text(pod, "status", "nominatedNodeName")))
              .wide(),
          Column.string("Readiness Gates", WorkloadColumns::readinessGates).wide());

  static final List<Column> DEPLOYMENT =
      List.of(
          Column.NAME,
          Column.string(
              "Ready",
              object ->
                  count(object, "status", "readyReplicas")
                      + "/"
                      + count(object, "spec", "replicas")),
          Column.count("Up-to-date", object -> count(object, "status", "updatedReplicas")),
          Column.count("Available", object -> count(object, "status", "availableReplicas")),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> REPLICA_SET =
      List.of(
          Column.NAME,
          Column.number("Desired", object -> count(object, "spec", "replicas")),
          Column.number("Current", object -> count(object, "status", "replicas")),
          Column.number("Ready", object -> count(object, "status", "readyReplicas")),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> STATEFUL_SET =
      List.of(
          Column.NAME,
          Column.string(
              "Ready",
              object ->
                  count(object, "status", "readyReplicas")
                      + "/"
                      + count(object, "spec", "replicas")),
          Column.AGE,
          CONTAINERS,
          IMAGES);

  static final List<Column> DAEMON_SET =
      List.of(
          Column.NAME,
          Column.number("Desired", object -> count(object, "status", "desiredNumberScheduled")),
          Column.number("Current", object -> count(object, "status", "currentNumberScheduled")),
          Column.number("Ready", object -> count(object, "status", "numberReady")),
          Column.number("Up-to-date", object -> count(object, "status", "updatedNumberScheduled")),
          Column.number("Available", object -> count(object, "status", "numberAvailable")),
          Column.string(
              "Node Selector",
              object ->
                  Texts.labelList(
                      object.path("spec").path("template").path("spec").path("nodeSelector"))),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> CONTROLLER_REVISION =
      List.of(
          Column.NAME,
          Column.string("Controller", WorkloadColumns::controller),
          Column.count("Revision", object -> object.path("revision").asLong()),
          Column.AGE);

  static final List<Column> JOB =
      List.of(
          Column.NAME,
          Column.string("Status", WorkloadColumns::jobStatus),
          Column.string("Completions", WorkloadColumns::completions),
          new Column(
              new ColumnDefinition("Duration", "string", "", "Duration", 0),
              (job, now) -> Column.text(jobDuration(job, now))),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> CRON_JOB =
      List.of(
          Column.NAME,
          Column.string("Schedule", object -> text(object, "spec", "schedule")),
          Column.string("Timezone", object -> Texts.orNone(text(object, "spec", "timeZone"))),
          new Column(
              new ColumnDefinition("Suspend", "boolean", "", "Suspend", 0),
              (object, now) ->
                  Column.text(object.path("spec").path("suspend").asBoolean() ? "True" : "False")),
          Column.number("Active", object -> object.path("status").path("active").size()),
          new Column(
              new ColumnDefinition("Last Schedule", "string", "", "Last Schedule", 0),
              (object, now) -> Column.text(lastSchedule(object, now))),
          Column.AGE,
          CONTAINERS,
          IMAGES,
          SELECTOR);

  static final List<Column> DISRUPTION_BUDGET =
      List.of(
          Column.NAME,
          Column.string(
              "Min Available", object -> amount(object.path("spec").path("minAvailable"))),
          Column.string(
              "Max Unavailable", object -> amount(object.path("spec").path("maxUnavailable"))),
          Column.number(
              "Allowed Disruptions", object -> count(object, "status", "disruptionsAllowed")),
          Column.AGE);

  static final List<Column> SCALE =
      List.of(
          Column.NAME,
          Column.number("Desired", object -> count(object, "spec", "replicas")),
          Column.number("Available", object -> count(object, "status", "replicas")),
          Column.AGE);

  static final List<Column> POD_TEMPLATE =
      List.of(
          Column.NAME,
          Column.string("Containers", object -> Texts.join(containers(object), "name")),
          Column.string("Images", object -> Texts.join(containers(object), "image")),
          Column.string(
              "Pod Labels",
              object -> Texts.labelList(object.path("template").path("metadata").path("labels"))));

  private WorkloadColumns() {}

  private static JsonNode containers(ObjectNode object) {
    JsonNode spec = object.path("spec");
    JsonNode owner = spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec;
    JsonNode template = object.has("template") ? object.path("template") : owner.path("template");
    return template.path("spec").path("containers");
  }

  private static String podAddress(ObjectNode pod) {
    JsonNode addresses = pod.path("status").path("podIPs");
    String address =
        addresses.isEmpty() ? text(pod, "status", "podIP") : addresses.get(0).path("ip").asText();
    return Texts.orNone(address);
  }

  private static String readinessGates(ObjectNode pod) {
    JsonNode gates = pod.path("spec").path("readinessGates");
    if (gates.isEmpty()) {
      return Texts.NONE;
    }
    int open = 0;
    for (JsonNode gate : gates) {
      for (JsonNode condition : pod.path("status").path("conditions")) {
        boolean same = condition.path("type").equals(gate.path("conditionType"));
        open += same && condition.path("status").asText().equals("True") ? 1 : 0;
      }
    }
    return open + "/" + gates.size();
  }

  private static String controller(ObjectNode object) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        String version = owner.path("apiVersion").asText();
        String group = version.contains("/") ? "." + version.split("/", 2)[0] : "";
        String kind = owner.path("kind").asText() + group;
        return kind.toLowerCase(Locale.ROOT) + "/" + owner.path("name").asText();
      }
    }
    return Texts.NONE;
  }

  private static String jobStatus(ObjectNode job) {
    if (Condition.isTrue(job, "Complete")) {
      return "Complete";
    }
    if (Condition.isTrue(job, "Failed")) {
      return "Failed";
    }
    if (job.path("metadata").has("deletionTimestamp")) {
      return "Terminating";
    }
    if (Condition.isTrue(job, "Suspended")) {
      return "Suspended";
    }
    return Condition.isTrue(job, "FailureTarget") ? "FailureTarget" : "Running";
  }

  private static String completions(ObjectNode job) {
    long succeeded = count(job, "status", "succeeded");
    JsonNode wanted = job.path("spec").path("completions");
    if (wanted.isNumber()) {
      return succeeded + "/" + wanted.asLong();
    }
    long parallelism = count(job, "spec", "parallelism");
    return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
  }

  private static String jobDuration(ObjectNode job, Instant now) {
    Optional<Instant> start = HumanDuration.instant(text(job, "status", "startTime"));
    Instant end = HumanDuration.instant(text(job, "status", "completionTime")).orElse(now);
    return start.map(from -> HumanDuration.of(Duration.between(from, end))).orElse("");
  }

  private static String lastSchedule(ObjectNode object, Instant now) {
    String time = text(object, "status", "lastScheduleTime");
    return time.isEmpty() ? Texts.NONE : HumanDuration.since(time, now);
  }

  private static String amount(JsonNode value) {
    return value.isMissingNode() ? "N/A" : value.asText();
  }

  private static long count(ObjectNode object, String part, String field) {
    return object.path(part).path(field).asLong();
  }

  private static String text(ObjectNode object, String part, String field) {
    return object.path(part).path(field).asText();
  }
}
