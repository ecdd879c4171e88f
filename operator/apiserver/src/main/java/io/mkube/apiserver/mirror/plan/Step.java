package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One write that brings the world nearer to what a workload asks for. */
public sealed interface Step {
  /** Creates a child, with {@code apiVersion}, {@code kind} and namespace. */
  record Create(ObjectNode object) implements Step {}

  /** Replaces an object except its status, if it is still of the same resourceVersion. */
  record Update(ObjectNode object) implements Step {}

  /** Replaces an object's status, if it is still of the same resourceVersion. */
  record UpdateStatus(ObjectNode object) implements Step {}

  /** Deletes an object, if it is still of the same uid. */
  record Delete(ObjectNode object) implements Step {}

  /** Deletes a pod whose containers have ended. */
  record Finish(ObjectNode pod) implements Step {}

  /** Says in an Event what is wrong with the workload; nothing else is written. */
  record Warn(String reason, String message) implements Step {}
}
