package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Columns of kinds that other programs act on. */
final class ExtensionColumns {
  private static final String QUEUING = "/spec/limited/limitResponse/queuing/";

  static final List<Column> REPLICATION_CONTROLLER =
      List.of(
          Column.NAME,
          Column.number("Desired", object -> object.path("spec").path("replicas").asInt()),
          Column.number("Current", object -> object.path("status").path("replicas").asInt()),
          Column.number("Ready", object -> object.path("status").path("readyReplicas").asInt()),
          Column.AGE,
          Column.string("Containers", object -> Texts.join(containers(object), "name")).wide(),
          Column.string("Images", object -> Texts.join(containers(object), "image")).wide(),
          Column.string("Selector", object -> Texts.labelList(object.path("spec").path("selector")))
              .wide());

  static final List<Column> RUNTIME_CLASS =
      List.of(
          Column.NAME,
          Column.string("Handler", object -> object.path("handler").asText()),
          Column.AGE);

  static final List<Column> WEBHOOKS =
      List.of(
          Column.NAME,
          Column.number("Webhooks", object -> object.path("webhooks").size()),
          Column.AGE);

  static final List<Column> POLICY =
      List.of(
          Column.NAME,
          Column.number("Validations", object -> object.path("spec").path("validations").size()),
          Column.string("ParamKind", ExtensionColumns::parameterKind),
          Column.AGE);

  static final List<Column> POLICY_BINDING =
      List.of(
          Column.NAME,
          Column.string("PolicyName", object -> text(object, "policyName")),
          Column.string("ParamRef", ExtensionColumns::parameterReference),
          Column.AGE);

  static final List<Column> FLOW_SCHEMA =
      List.of(
          Column.NAME,
          Column.string(
              "PriorityLevel",
              object ->
                  object.path("spec").path("priorityLevelConfiguration").path("name").asText()),
          Column.count(
              "MatchingPrecedence",
              object -> object.path("spec").path("matchingPrecedence").asInt()),
          Column.string(
              "DistinguisherMethod",
              object ->
                  object.path("spec").path("distinguisherMethod").path("type").asText(Texts.NONE)),
          Column.AGE,
          Column.string("MissingPL", ExtensionColumns::missingLevel));

  static final List<Column> PRIORITY_LEVEL =
      List.of(
          Column.NAME,
          Column.string("Type", object -> text(object, "type")),
          limit("NominalConcurrencyShares", "/spec/limited/nominalConcurrencyShares"),
          limit("Queues", QUEUING + "queues"),
          limit("HandSize", QUEUING + "handSize"),
          limit("QueueLengthLimit", QUEUING + "queueLengthLimit"),
          Column.AGE);

  static final List<Column> DRIVER =
      List.of(
          Column.NAME,
          Column.flag("AttachRequired", object -> flag(object, "attachRequired", true)),
          Column.flag("PodInfoOnMount", object -> flag(object, "podInfoOnMount", false)),
          Column.flag("StorageCapacity", object -> flag(object, "storageCapacity", false)),
          Column.string(
              "TokenRequests",
              object ->
                  Texts.or(
                      Texts.join(object.path("spec").path("tokenRequests"), "audience"),
                      Texts.UNSET)),
          Column.flag("RequiresRepublish", object -> flag(object, "requiresRepublish", false)),
          Column.string(
              "Modes", object -> values(object.path("spec").path("volumeLifecycleModes"))),
          Column.AGE);

  static final List<Column> DRIVER_NODE =
      List.of(
          Column.NAME,
          Column.number("Drivers", object -> object.path("spec").path("drivers").size()),
          Column.AGE);

  static final List<Column> STORAGE_CAPACITY =
      List.of(
          Column.NAME,
          Column.string("StorageClassName", object -> object.path("storageClassName").asText()),
          Column.string("Capacity", object -> object.path("capacity").asText(Texts.UNSET)));

  static final List<Column> ATTACHMENT =
      List.of(
          Column.NAME,
          Column.named("Attacher", object -> text(object, "attacher")),
          Column.string(
              "PV",
              object -> object.path("spec").path("source").path("persistentVolumeName").asText()),
          Column.string("Node", object -> text(object, "nodeName")),
          Column.flag("Attached", object -> object.path("status").path("attached").asBoolean()),
          Column.AGE);

  private ExtensionColumns() {}

  private static JsonNode containers(ObjectNode object) {
    return object.path("spec").path("template").path("spec").path("containers");
  }

  private static String text(ObjectNode object, String field) {
    return object.path("spec").path(field).asText();
  }

  private static boolean flag(ObjectNode object, String field, boolean otherwise) {
    return object.path("spec").path(field).asBoolean(otherwise);
  }

  private static String values(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(value -> texts.add(value.asText()));
    return texts.isEmpty() ? Texts.NONE : String.join(",", texts);
  }

  private static String parameterKind(ObjectNode policy) {
    JsonNode kind = policy.path("spec").path("paramKind");
    return kind.isObject()
        ? kind.path("apiVersion").asText() + "/" + kind.path("kind").asText()
        : Texts.UNSET;
  }

  private static String parameterReference(ObjectNode binding) {
    JsonNode reference = binding.path("spec").path("paramRef");
    if (!reference.isObject()) {
      return Texts.UNSET;
    }
    String name = reference.path("name").asText();
    String namespace = Texts.or(reference.path("namespace").asText(), "*");
    if (!name.isEmpty()) {
      return namespace + "/" + name;
    }
    JsonNode selector = reference.path("selector");
    return selector.isObject() ? Texts.selector(selector) : Texts.UNSET;
  }

  private static String missingLevel(ObjectNode schema) {
    for (JsonNode condition : schema.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Dangling")) {
        return condition.path("status").asText();
      }
    }
    return "?";
  }

  private static Column limit(String name, String pointer) {
    return new Column(
        new ColumnDefinition(name, "string", "", name, 0),
        (level, now) -> {
          JsonNode value = level.at(pointer);
          return value.isNumber() ? value : Column.text(Texts.NONE);
        });
  }
}
