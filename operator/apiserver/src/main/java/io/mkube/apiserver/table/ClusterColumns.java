package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Columns of nodes, namespaces, events, leases and definitions. */
final class ClusterColumns {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

  static final List<Column> COMPONENT =
      List.of(
          Column.NAME,
          Column.string("Status", ClusterColumns::health),
          Column.string("Message", status -> healthy(status).path("message").asText()),
          Column.string("Error", status -> healthy(status).path("error").asText()));

  static final List<Column> NODE =
      List.of(
          Column.NAME,
          Column.string("Status", ClusterColumns::nodeStatus),
          Column.string("Roles", ClusterColumns::roles),
          Column.AGE,
          Column.string("Version", node -> info(node, "kubeletVersion")),
          Column.string("Internal-IP", node -> address(node, "InternalIP")).wide(),
          Column.string("External-IP", node -> address(node, "ExternalIP")).wide(),
          Column.string("OS-Image", node -> unknown(info(node, "osImage"))).wide(),
          Column.string("Kernel-Version", node -> unknown(info(node, "kernelVersion"))).wide(),
          Column.string("Container-Runtime", node -> unknown(info(node, "containerRuntimeVersion")))
              .wide());

  static final List<Column> NAMESPACE =
      List.of(
          Column.NAME,
          Column.string("Status", object -> object.path("status").path("phase").asText()),
          Column.AGE);

  static final List<Column> EVENT =
      List.of(
          new Column(
              new ColumnDefinition("Last Seen", "string", "", "Last Seen", 0),
              (event, now) -> Column.text(lastSeen(event, now))),
          Column.string("Type", event -> event.path("type").asText()),
          Column.string("Reason", event -> event.path("reason").asText()),
          Column.string("Object", event -> reference(event.path("involvedObject"))),
          Column.string(
                  "Subobject", event -> event.path("involvedObject").path("fieldPath").asText())
              .wide(),
          Column.string("Source", event -> source(event, "source", "reportingComponent")).wide(),
          Column.string("Message", event -> event.path("message").asText().strip()),
          new Column(
                  new ColumnDefinition("First Seen", "string", "", "First Seen", 0),
                  (event, now) -> Column.text(firstSeen(event, "firstTimestamp", now)))
              .wide(),
          Column.count("Count", ClusterColumns::count).wide(),
          Column.NAME.wide());

  static final List<Column> EVENT_VIEW =
      List.of(
          new Column(
              new ColumnDefinition("Last Seen", "string", "", "Last Seen", 0),
              (event, now) -> Column.text(lastSeenOfView(event, now))),
          Column.string("Type", event -> event.path("type").asText()),
          Column.string("Reason", event -> event.path("reason").asText()),
          Column.string("Object", event -> reference(event.path("regarding"))),
          Column.string("Subobject", event -> event.path("regarding").path("fieldPath").asText())
              .wide(),
          Column.string("Source", event -> source(event, "deprecatedSource", "reportingController"))
              .wide(),
          Column.string("Message", event -> event.path("note").asText().strip()),
          new Column(
                  new ColumnDefinition("First Seen", "string", "", "First Seen", 0),
                  (event, now) -> Column.text(firstSeen(event, "deprecatedFirstTimestamp", now)))
              .wide(),
          Column.count("Count", ClusterColumns::count).wide(),
          Column.NAME.wide());

  static final List<Column> LEASE =
      List.of(
          Column.NAME,
          Column.string("Holder", lease -> lease.path("spec").path("holderIdentity").asText()),
          Column.AGE);

  static final List<Column> PRIORITY_CLASS =
      List.of(
          Column.NAME,
          Column.number("Value", object -> object.path("value").asLong()),
          Column.flag("Global-Default", object -> object.path("globalDefault").asBoolean()),
          Column.AGE,
          Column.string("PreemptionPolicy", object -> object.path("preemptionPolicy").asText()));

  static final List<Column> DEFINITION = List.of(Column.NAME, Column.CREATED_AT);

  static final List<Column> API_SERVICE =
      List.of(
          Column.NAME,
          Column.string("Service", ClusterColumns::service),
          Column.string("Available", ClusterColumns::available),
          Column.AGE);

  private ClusterColumns() {}

  private static String nodeStatus(ObjectNode node) {
    String status = "Unknown";
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        status = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return node.path("spec").path("unschedulable").asBoolean()
        ? status + ",SchedulingDisabled"
        : status;
  }

  private static String roles(ObjectNode node) {
    TreeSet<String> roles = new TreeSet<>();
    for (var label : node.path("metadata").path("labels").properties()) {
      if (label.getKey().startsWith(ROLE_PREFIX)
          && label.getKey().length() > ROLE_PREFIX.length()) {
        roles.add(label.getKey().substring(ROLE_PREFIX.length()));
      } else if (label.getKey().equals("kubernetes.io/role")
          && !label.getValue().asText().isEmpty()) {
        roles.add(label.getValue().asText());
      }
    }
    return Texts.orNone(String.join(",", roles));
  }

  private static String info(ObjectNode node, String field) {
    return node.path("status").path("nodeInfo").path(field).asText();
  }

  private static String unknown(String text) {
    return Texts.or(text, "<unknown>");
  }

  private static String address(ObjectNode node, String type) {
    for (JsonNode address : node.path("status").path("addresses")) {
      if (address.path("type").asText().equals(type)) {
        return address.path("address").asText();
      }
    }
    return Texts.NONE;
  }

  private static String lastSeen(ObjectNode event, Instant now) {
    JsonNode series = event.path("series");
    if (series.isObject()) {
      return HumanDuration.since(series.path("lastObservedTime").asText(), now);
    }
    String last = event.path("lastTimestamp").asText();
    String time = last.isEmpty() ? event.path("firstTimestamp").asText() : last;
    return HumanDuration.since(time.isEmpty() ? event.path("eventTime").asText() : time, now);
  }

  private static String lastSeenOfView(ObjectNode event, Instant now) {
    JsonNode series = event.path("series");
    if (series.isObject()) {
      return HumanDuration.since(series.path("lastObservedTime").asText(), now);
    }
    String last = event.path("deprecatedLastTimestamp").asText();
    return last.isEmpty()
        ? firstSeen(event, "deprecatedFirstTimestamp", now)
        : HumanDuration.since(last, now);
  }

  private static String firstSeen(ObjectNode event, String field, Instant now) {
    String first = event.path(field).asText();
    return HumanDuration.since(first.isEmpty() ? event.path("eventTime").asText() : first, now);
  }

  private static String reference(JsonNode reference) {
    String kind = reference.path("kind").asText().toLowerCase(Locale.ROOT);
    String name = reference.path("name").asText();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(ObjectNode event, String source, String reporter) {
    String component = event.path(source).path("component").asText();
    String host = event.path(source).path("host").asText();
    String who = Texts.or(component, event.path(reporter).asText());
    String where = Texts.or(host, event.path("reportingInstance").asText());
    return where.isEmpty() ? who : who + ", " + where;
  }

  private static long count(ObjectNode event) {
    if (event.path("series").isObject()) {
      return event.path("series").path("count").asLong();
    }
    JsonNode count = event.has("count") ? event.path("count") : event.path("deprecatedCount");
    return count.asLong() == 0 ? 1 : count.asLong();
  }

  private static String service(ObjectNode object) {
    JsonNode service = object.path("spec").path("service");
    return service.isObject()
        ? service.path("namespace").asText() + "/" + service.path("name").asText()
        : "Local";
  }

  private static String available(ObjectNode object) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Available")) {
        String status = condition.path("status").asText();
        return status.equals("True")
            ? status
            : status + " (" + condition.path("reason").asText() + ")";
      }
    }
    return "Unknown";
  }

  private static JsonNode healthy(ObjectNode status) {
    return status.path("conditions").path(0);
  }

  private static String health(ObjectNode status) {
    return switch (healthy(status).path("status").asText()) {
      case "True" -> "Healthy";
      case "False" -> "Unhealthy";
      default -> "Unknown";
    };
  }
}
