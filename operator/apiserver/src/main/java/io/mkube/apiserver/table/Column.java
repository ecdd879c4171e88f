package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Function;

/**
 * A column and how its cells are made.
 *
 * @param definition what the client is told
 * @param cell makes the cell of an object
 */
record Column(ColumnDefinition definition, Cell cell) {

  /** Makes a cell. */
  interface Cell {
    JsonNode of(ObjectNode object, Instant now);
  }

  private static final String NAME_DOCUMENTATION =
      "Name must be unique within a namespace. Is required when creating resources, although some"
          + " resources may allow a client to request the generation of an appropriate name"
          + " automatically. Name is primarily intended for creation idempotence and configuration"
          + " definition. Cannot be updated. More info:"
          + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";

  private static final String CREATION_DOCUMENTATION =
      "CreationTimestamp is a timestamp representing the server time when this object was created."
          + " It is not guaranteed to be set in happens-before order across separate operations."
          + " Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\n"
          + "Populated by the system. Read-only. Null for lists. More info:"
          + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

  static final Column NAME =
      new Column(
          new ColumnDefinition("Name", "string", "name", NAME_DOCUMENTATION, 0),
          (object, now) -> text(object.path("metadata").path("name").asText()));

  static final Column AGE =
      new Column(
          new ColumnDefinition("Age", "string", "", CREATION_DOCUMENTATION, 0),
          (object, now) ->
              text(
                  HumanDuration.since(
                      object.path("metadata").path("creationTimestamp").asText(), now)));

  static final Column CREATED_AT =
      new Column(
          new ColumnDefinition("Created At", "date", "", CREATION_DOCUMENTATION, 0),
          (object, now) -> text(object.path("metadata").path("creationTimestamp").asText()));

  static Column string(String name, Function<ObjectNode, String> value) {
    return new Column(
        new ColumnDefinition(name, "string", "", name, 0),
        (object, now) -> text(value.apply(object)));
  }

  /** Text that is the name of something. */
  static Column named(String name, Function<ObjectNode, String> value) {
    return new Column(
        new ColumnDefinition(name, "string", "name", name, 0),
        (object, now) -> text(value.apply(object)));
  }

  static Column number(String name, Function<ObjectNode, Number> value) {
    return new Column(
        new ColumnDefinition(name, "integer", "", name, 0),
        (object, now) -> JsonNodeFactory.instance.numberNode(value.apply(object).longValue()));
  }

  /** A number, in a column of texts, as kube-apiserver has some. */
  static Column count(String name, Function<ObjectNode, Number> value) {
    return new Column(
        new ColumnDefinition(name, "string", "", name, 0), number(name, value).cell());
  }

  static Column flag(String name, Function<ObjectNode, Boolean> value) {
    return new Column(
        new ColumnDefinition(name, "boolean", "", name, 0),
        (object, now) -> JsonNodeFactory.instance.booleanNode(value.apply(object)));
  }

  /** The age of the timestamp that {@code value} gives. */
  static Column age(String name, Function<ObjectNode, String> value) {
    return new Column(
        new ColumnDefinition(name, "string", "", name, 0),
        (object, now) -> text(HumanDuration.since(value.apply(object), now)));
  }

  /** The column shown in wide output only. */
  Column wide() {
    return new Column(
        new ColumnDefinition(
            definition.name(), definition.type(), definition.format(), definition.description(), 1),
        cell);
  }

  static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }
}
