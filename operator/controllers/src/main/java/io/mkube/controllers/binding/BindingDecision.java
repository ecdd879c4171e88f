package io.mkube.controllers.binding;

/** Where a pod goes. */
sealed interface BindingDecision {
  /**
   * To a router.
   *
   * @param node name of its Node
   */
  record Bind(String node) implements BindingDecision {}

  /**
   * Nowhere yet: the pod waits.
   *
   * @param reason reason of the condition {@code PodScheduled}
   * @param message sentence for a person
   */
  record Wait(String reason, String message) implements BindingDecision {}
}
