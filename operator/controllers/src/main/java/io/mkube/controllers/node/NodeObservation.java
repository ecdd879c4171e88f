package io.mkube.controllers.node;

import io.fabric8.kubernetes.api.model.Node;
import io.mkube.routeros.system.RouterSystem.SystemResource;
import java.util.Optional;

/**
 * A Node and the router behind it.
 *
 * @param node the Node as it is stored; empty when there is none
 * @param reading what the router said
 */
record NodeObservation(Optional<Node> node, Reading reading) {
  /** What a router said. */
  sealed interface Reading {
    /**
     * It answered.
     *
     * @param identity its own name
     * @param resource version, hardware and load
     */
    record Answer(String identity, SystemResource resource) implements Reading {}

    /**
     * It failed to, but not often enough to count.
     *
     * @param failures failures in a row
     */
    record Hiccup(int failures) implements Reading {}

    /**
     * It does not answer.
     *
     * @param why cause
     */
    record Silence(String why) implements Reading {}

    /**
     * It answers, and refuses.
     *
     * @param reason reason of the condition
     * @param why cause
     */
    record Refusal(String reason, String why) implements Reading {}
  }
}
