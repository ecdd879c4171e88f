package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.FieldsV1;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The managers of one object with what they own. Not thread-safe. */
final class ManagedFields {
  private static final String FIELDS_TYPE = "FieldsV1";

  private static final Comparator<Map.Entry<Manager, Owned>> ORDER =
      Comparator.<Map.Entry<Manager, Owned>, Manager.Operation>comparing(
              entry -> entry.getKey().operation())
          .thenComparing(entry -> entry.getValue().time())
          .thenComparing(entry -> entry.getKey().name())
          .thenComparing(entry -> entry.getValue().apiVersion())
          .thenComparing(entry -> entry.getKey().subresource());

  private final Map<Manager, Owned> entries;

  private ManagedFields(Map<Manager, Owned> entries) {
    this.entries = entries;
  }

  /** Without any manager. */
  static ManagedFields none() {
    return new ManagedFields(new LinkedHashMap<>());
  }

  /** Reads {@code metadata.managedFields} of an object that this server has stored. */
  static ManagedFields stored(@Nullable ObjectNode object) {
    ManagedFields read = none();
    if (object != null) {
      for (JsonNode entry : object.path("metadata").path("managedFields")) {
        read.add((ObjectNode) entry, FieldsV1.decodeWritten(entry.path("fieldsV1")));
      }
    }
    return read;
  }

  /** Reads entries that a client sent; empty if they are not well-formed. */
  static Optional<ManagedFields> sent(JsonNode array) {
    ManagedFields read = none();
    for (JsonNode entry : array) {
      if (!isWellFormed(entry)) {
        return Optional.empty();
      }
      try {
        JsonNode fields = entry.get("fieldsV1");
        read.add(
            (ObjectNode) entry,
            fields == null || fields.isNull() ? FieldSet.EMPTY : FieldsV1.decode(fields));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    // Written anew, so that what is stored is always in our own form.
    read.entries.replaceAll(
        (manager, owned) -> new Owned(owned.fields(), owned.apiVersion(), owned.time()));
    return Optional.of(read);
  }

  private static boolean isWellFormed(JsonNode entry) {
    String operation = entry.path("operation").asText("");
    return entry.isObject()
        && (operation.equals("Apply") || operation.equals("Update"))
        && !entry.path("apiVersion").asText("").isEmpty()
        && entry.path("fieldsType").asText("").equals(FIELDS_TYPE);
  }

  private void add(ObjectNode entry, FieldSet fields) {
    Manager.Operation operation =
        entry.path("operation").asText().equals("Apply")
            ? Manager.Operation.APPLY
            : Manager.Operation.UPDATE;
    String apiVersion = entry.path("apiVersion").asText("");
    Manager manager =
        Manager.of(
            entry.path("manager").asText(""),
            operation,
            apiVersion,
            entry.path("subresource").asText(""));
    entries.put(manager, new Owned(fields, apiVersion, entry.path("time").asText(""), entry));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** A copy that can be changed apart. */
  ManagedFields copy() {
    return new ManagedFields(new LinkedHashMap<>(entries));
  }

  /** What a manager owns, or {@code null}. */
  @Nullable Owned get(Manager manager) {
    return entries.get(manager);
  }

  /** Sets what a manager owns; nothing removes it. */
  void put(Manager manager, Owned owned) {
    if (owned.fields().isEmpty()) {
      entries.remove(manager);
    } else {
      entries.put(manager, owned);
    }
  }

  /** All managers at this moment. */
  List<Manager> managers() {
    return List.copyOf(entries.keySet());
  }

  /** The entries at this moment. */
  List<Map.Entry<Manager, Owned>> entries() {
    return new ArrayList<>(entries.entrySet());
  }

  /** The JSON of {@code metadata.managedFields}. */
  ArrayNode encode() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(entries.size());
    if (entries.size() == 1) {
      entries.forEach((manager, owned) -> array.add(encode(manager, owned)));
    } else {
      entries.entrySet().stream()
          .sorted(ORDER)
          .forEach(entry -> array.add(encode(entry.getKey(), entry.getValue())));
    }
    return array;
  }

  /**
   * The JSON where there is one manager at most.
   *
   * @param fields what it owns; nobody is named if that is nothing
   */
  static ArrayNode only(Manager manager, String apiVersion, String time, ObjectNode fields) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(1);
    return fields.isEmpty() ? array : array.add(entry(manager, apiVersion, time, fields));
  }

  private static ObjectNode encode(Manager manager, Owned owned) {
    return owned.source() != null
        ? owned.source()
        : entry(manager, owned.apiVersion(), owned.time(), FieldsV1.encode(owned.fields()));
  }

  private static ObjectNode entry(
      Manager manager, String apiVersion, String time, ObjectNode fields) {
    ObjectNode entry = Json.object();
    if (!manager.name().isEmpty()) {
      entry.put("manager", manager.name());
    }
    entry.put("operation", manager.operation().wireName());
    entry.put("apiVersion", apiVersion);
    if (!time.isEmpty()) {
      entry.put("time", time);
    }
    entry.put("fieldsType", FIELDS_TYPE);
    entry.set("fieldsV1", fields);
    if (!manager.subresource().isEmpty()) {
      entry.put("subresource", manager.subresource());
    }
    return entry;
  }
}
