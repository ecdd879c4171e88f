package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;

/**
 * What tells one entry of {@code managedFields} from another.
 *
 * @param name name of the manager
 * @param operation how it writes
 * @param apiVersion version that it writes in; {@code ""} for one that applies, who has a single
 *     entry over all versions
 * @param subresource subresource that it writes to, {@code ""} for the object itself
 */
record Manager(String name, Operation operation, String apiVersion, String subresource) {
  /** How a manager writes. */
  enum Operation {
    APPLY("Apply"),
    UPDATE("Update");

    private final String wireName;

    Operation(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /** The manager of an entry with these properties. */
  static Manager of(String name, Operation operation, String apiVersion, String subresource) {
    return new Manager(
        name, operation, operation == Operation.APPLY ? "" : apiVersion, subresource);
  }

  /** The text that managers are ordered by: the entry as JSON. */
  String sortKey() {
    ObjectNode json = Json.object();
    put(json, "manager", name);
    put(json, "operation", operation.wireName());
    put(json, "apiVersion", apiVersion);
    put(json, "subresource", subresource);
    return json.toString();
  }

  /** As in messages of conflicts. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append('"').append(name).append('"');
    if (!subresource.isEmpty()) {
      text.append(" with subresource \"").append(subresource).append('"');
    }
    if (operation == Operation.UPDATE) {
      text.append(" using ").append(apiVersion);
    }
    return text.toString();
  }

  private static void put(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
