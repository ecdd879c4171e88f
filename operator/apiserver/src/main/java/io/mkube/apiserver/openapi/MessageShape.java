package io.mkube.apiserver.openapi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code openapi.v2} or {@code openapi.v3}, by the names of the JSON fields that it
 * carries.
 *
 * @param fields fields by JSON name
 * @param extensions number of the field for extensions, 0 for none
 * @param entries number of the field for entries of a map, 0 for a message that is no map
 * @param entry message of those entries
 */
record MessageShape(Map<String, Field> fields, int extensions, int entries, Field entry) {
  private static final Field NO_ENTRY = new Field(0, Kind.TEXT, null);

  /** How a JSON value is written. */
  enum Kind {
    TEXT,
    BOOL,
    INT,
    DOUBLE,
    /** Any JSON value, as YAML. */
    ANY,
    MESSAGE,
    /** A list of texts in a message of its own. */
    TYPE_NAMES,
    /** A schema or a boolean. */
    SCHEMA_OR_BOOL,
    /** One schema in a message of its own. */
    WRAPPED_SCHEMA,
    /** A parameter of a body or of another place. */
    PARAMETER,
    /** A response in a message of its own. */
    RESPONSE,
    /** A definition of how clients authenticate. */
    SECURITY,
    /** A message or a reference to one, in a message of its own. */
    REFERABLE,
    /** One schema, or a reference to it, in a message of its own in another. */
    WRAPPED_REFERABLE_SCHEMA,
    /** A schema, a reference to one, or a boolean. */
    REFERABLE_SCHEMA_OR_BOOL,
    /** A number, boolean or text; other values have no form, as with kube-apiserver. */
    SIMPLE_VALUE
  }

  /**
   * A field.
   *
   * @param number its number
   * @param kind how it is written; each element of a JSON array is written so
   * @param message message of {@link Kind#MESSAGE} and {@link Kind#REFERABLE}; a name, because
   *     messages hold each other
   */
  record Field(int number, Kind kind, @Nullable String message) {}

  /** Collects the fields of a message. */
  static final class ShapeBuilder {
    private final Map<String, Field> fields = new HashMap<>();

    ShapeBuilder add(int number, String name, Kind kind) {
      fields.put(name, new Field(number, kind, null));
      return this;
    }

    ShapeBuilder message(int number, String name, String message) {
      fields.put(name, new Field(number, Kind.MESSAGE, message));
      return this;
    }

    ShapeBuilder referable(int number, String name, String message) {
      fields.put(name, new Field(number, Kind.REFERABLE, message));
      return this;
    }

    MessageShape extended(int extensions) {
      return new MessageShape(fields, extensions, 0, NO_ENTRY);
    }

    /** A message that is a map from names to {@code entry}. */
    static MessageShape map(int entries, Field entry) {
      return new MessageShape(Map.of(), 0, entries, entry);
    }
  }
}
