package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.Preconditions;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Assigns a pod to a node, once and for all. */
final class PodBinding {
  private final ObjectStorage storage;
  private final Clock clock;

  PodBinding(ObjectStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Binds a pod.
   *
   * @throws ApiException with 404, 409 if the pod is being deleted, bound already, gated, of
   *     another uid or changed since, 422 without a node
   */
  Answer bind(String namespace, String name, ObjectNode binding, Effect effect) {
    String kind = binding.path("target").path("kind").asText("");
    String node = binding.path("target").path("name").asText("");
    if (node.isEmpty() || !(kind.isEmpty() || kind.equals("Node"))) {
      throw new ApiException(
          new Failure.Invalid(
              "",
              "Binding",
              name,
              List.of(
                  node.isEmpty()
                      ? FieldError.required("target.name", "")
                      : FieldError.notSupported("target.kind", "\"" + kind + "\"", "\"Node\""))));
    }
    ObjectReference pod = new ObjectReference("", "pods", name);
    boolean bound =
        storage
            .change(
                new StoreKey("", "pods", namespace, name),
                object -> {
                  assign(object, binding, node, pod);
                  return effect == Effect.NONE ? Optional.empty() : Optional.of(object);
                })
            .isPresent();
    if (!bound) {
      throw ApiException.notFound(pod);
    }
    return new Answer.Document(201, StatusAnswer.success(201));
  }

  private void assign(ObjectNode object, ObjectNode binding, String node, ObjectReference pod) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    ObjectMetadata wanted = ObjectMetadata.of(binding);
    String assigned = object.path("spec").path("nodeName").asText("");
    StoreKey place = new StoreKey("", "pods", metadata.namespace(), pod.name());
    if (!wanted.uid().isEmpty() && !wanted.uid().equals(metadata.uid())) {
      throw Preconditions.otherUid(place, pod, wanted.uid(), metadata.uid());
    }
    String revision = wanted.resourceVersion();
    if (!revision.isEmpty() && !revision.equals(metadata.resourceVersion())) {
      throw Preconditions.otherRevision(place, pod, revision, metadata.resourceVersion());
    }
    if (metadata.deleting()) {
      throw refusal(pod, "is being deleted, cannot be assigned to a host");
    }
    if (!assigned.isEmpty()) {
      throw refusal(pod, "is already assigned to node \"" + assigned + "\"");
    }
    if (!object.path("spec").path("schedulingGates").isEmpty()) {
      throw refusal(pod, "has non-empty .spec.schedulingGates");
    }
    object.withObject("/spec").put("nodeName", node);
    wanted
        .annotations()
        .forEach((key, value) -> metadata.node().withObject("/annotations").put(key, value));
    new Condition("PodScheduled", "True", "", "").putInto(object, clock);
  }

  private static ApiException refusal(ObjectReference pod, String reason) {
    return ApiException.conflict(
        new ObjectReference("", "pods/binding", pod.name()), "pod " + pod.name() + " " + reason);
  }

  /** Whether the binding is stored. */
  enum Effect {
    STORED,
    NONE
  }
}
