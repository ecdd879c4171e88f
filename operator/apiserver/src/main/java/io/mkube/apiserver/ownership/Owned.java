package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import org.jspecify.annotations.Nullable;

/**
 * What one manager owns. Immutable.
 *
 * @param fields the paths
 * @param apiVersion version of the paths
 * @param time when the manager last took or confirmed fields, RFC 3339; {@code ""} if not known
 * @param source the JSON that this was read from, {@code null} if it has changed since
 */
record Owned(FieldSet fields, String apiVersion, String time, @Nullable ObjectNode source) {
  Owned(FieldSet fields, String apiVersion, String time) {
    this(fields, apiVersion, time, null);
  }

  @SuppressWarnings("ReferenceEquality") // Identity tells cheaply that nothing changed.
  Owned withFields(FieldSet other) {
    return other == fields ? this : new Owned(other, apiVersion, time);
  }

  Owned at(String other) {
    return other.equals(time) ? this : new Owned(fields, apiVersion, other);
  }
}
