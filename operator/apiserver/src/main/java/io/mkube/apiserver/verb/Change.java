package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a write makes of an object. Called again when another writer was faster. */
@FunctionalInterface
public interface Change {
  /** The changed object for the present one, which is a copy and may be changed itself. */
  Outcome of(ObjectNode present);

  /** A change that leaves it to the server to find out who owns what. */
  static Change by(UnaryOperator<ObjectNode> change) {
    return present -> new Outcome(change.apply(present), Optional.empty());
  }

  /**
   * A changed object.
   *
   * @param object the object
   * @param managedFields its managed fields; empty if they follow from the difference
   */
  record Outcome(ObjectNode object, Optional<ArrayNode> managedFields) {}
}
