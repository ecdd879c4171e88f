package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.admission.Admission;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.policy.PolicyRequest;
import io.mkube.apiserver.policy.PolicyRequest.Operation;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.Removal;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Delete and deletecollection. Thread-safe. */
public final class DeleteVerbs {
  /** Finalizer of an owner whose dependents go first. */
  public static final String FOREGROUND = "foregroundDeletion";

  /** Finalizer of an owner whose dependents stay. */
  public static final String ORPHAN = "orphan";

  private static final int ATTEMPTS = 8;
  private final ObjectStorage storage;
  private final Admission admission;
  private final Clock clock;

  public DeleteVerbs(ObjectStorage storage, Admission admission, Clock clock) {
    this.storage = storage;
    this.admission = admission;
    this.clock = clock;
  }

  /** Deletes one object: the answer is the object while it still exists, else a Status. */
  public Answer delete(Call call, DeleteOptions options) {
    judge(call, call.resource().key(call.namespace(), call.name()), options);
    return delete(call.resource(), call.namespace(), call.name(), options);
  }

  /** Deletes one object; for the server's own work as well. */
  public Answer delete(
      ServedResource resource, String namespace, String name, DeleteOptions options) {
    admission.requireMortal(resource, name);
    return deleteMortal(resource, namespace, name, options);
  }

  private Answer deleteMortal(
      ServedResource resource, String namespace, String name, DeleteOptions options) {
    StoreKey key = resource.key(namespace, name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Answer> answer =
          storage.exclusively(
              key,
              () -> {
                try {
                  return Optional.of(deleteOnce(resource, key, options));
                } catch (WriteConflictException e) {
                  return Optional.empty();
                }
              });
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw ApiException.conflict(resource.reference(name), Failure.Conflict.MODIFIED);
  }

  /**
   * Deletes a selection; the answer lists what was selected. Kubernetes protects what the system
   * needs from a DELETE of its own only, and makes it again when it starts.
   */
  public Answer deleteAll(Call call, Answer.Many selected, DeleteOptions options) {
    List<CachedObject> touched = new ArrayList<>();
    for (CachedObject object : selected.items()) {
      try {
        judge(call, object.key(), options);
        deleteMortal(call.resource(), object.namespace(), object.name(), options);
        touched.add(storage.get(object.key()).orElse(object));
      } catch (ApiException e) {
        if (!(e.failure() instanceof Failure.NotFound)) {
          throw e;
        }
      }
    }
    return new Answer.Many(
        call.resource(),
        storage.cache().revision(),
        touched,
        selected.continueToken(),
        selected.remaining());
  }

  /** Asks the cluster's policies whether an object may go. */
  private void judge(Call call, StoreKey key, DeleteOptions options) {
    if (!admission.policies().any()) {
      return;
    }
    storage
        .get(key)
        .ifPresent(
            object ->
                admission
                    .policies()
                    .require(
                        () ->
                            new PolicyRequest(
                                call.user(),
                                call.resource(),
                                "",
                                object.namespace(),
                                object.name(),
                                Operation.DELETE,
                                null,
                                call.resource().decode(object),
                                options.dryRun(),
                                call.warnings())));
  }

  private Answer deleteOnce(ServedResource resource, StoreKey key, DeleteOptions options)
      throws WriteConflictException {
    CachedObject current =
        storage
            .latest(key)
            .orElseThrow(() -> ApiException.notFound(resource.reference(key.name())));
    Preconditions.requireDelete(resource, current, options.uid(), options.resourceVersion());
    ObjectNode object = current.decode();
    ObjectMetadata metadata = ObjectMetadata.of(object);
    List<String> finalizers = new ArrayList<>(metadata.finalizers());
    boolean marked = adjustFinalizers(finalizers, propagation(key, options));
    metadata.setFinalizers(finalizers);
    long grace = graceSeconds(key, object, options);
    boolean stays = grace > 0 || !Removal.pending(key, object).isEmpty();
    if (!stays) {
      return remove(resource, current, object, options);
    }
    int status = options.tellsStaying() ? 202 : 200;
    boolean shortened = metadata.deleting() && grace < graceLeft(metadata);
    if (metadata.deleting() && !shortened && !marked) {
      return new Answer.One(status, resource, current);
    }
    if (!metadata.deleting() || shortened) {
      mark(resource, object, grace);
    }
    if (options.dryRun()) {
      return new Answer.Computed(status, resource, resource.location().form().toServed(object));
    }
    return new Answer.One(status, resource, storage.update(current, object));
  }

  /** What is gone at once is told by a Status, or for some kinds by the object. */
  private Answer remove(
      ServedResource resource, CachedObject current, ObjectNode last, DeleteOptions options)
      throws WriteConflictException {
    CachedObject marked = current;
    if (isPod(current.key())) {
      // Watches see that a pod is going before it is gone, however short its grace.
      mark(resource, last, 0);
      marked = options.dryRun() ? current : storage.update(current, last);
    }
    if (!options.dryRun()) {
      storage.delete(marked, last);
    }
    if (resource.rules().showsRemoved()) {
      return new Answer.Computed(200, resource, resource.location().form().toServed(last));
    }
    return new Answer.Document(
        200, StatusAnswer.deleted(resource.reference(current.name()), current.uid()));
  }

  private void mark(ServedResource resource, ObjectNode object, long grace) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    if (!metadata.deleting() && metadata.generation() > 0) {
      metadata.setGeneration(metadata.generation() + 1);
    }
    metadata.setDeletion(asked(metadata).plusSeconds(grace).toString(), grace);
    if (resource.type().kind().group().isEmpty() && resource.type().plural().equals("namespaces")) {
      object.withObject("/status").put("phase", "Terminating");
      metadata.node().remove("deletionGracePeriodSeconds");
    }
  }

  /** When the deletion was asked for first. */
  private Instant asked(ObjectMetadata metadata) {
    return metadata.deleting()
        ? Instant.parse(metadata.node().path("deletionTimestamp").asText())
            .minusSeconds(graceLeft(metadata))
        : clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static boolean isPod(StoreKey key) {
    return key.group().isEmpty() && key.resource().equals("pods");
  }

  /** Pods outlive their Job unless the client says otherwise. */
  private static Optional<DeleteOptions.Propagation> propagation(
      StoreKey key, DeleteOptions options) {
    boolean job = key.group().equals("batch") && key.resource().equals("jobs");
    return options.propagation().isEmpty() && job
        ? Optional.of(DeleteOptions.Propagation.ORPHAN)
        : options.propagation();
  }

  private static boolean adjustFinalizers(
      List<String> finalizers, Optional<DeleteOptions.Propagation> propagation) {
    if (propagation.isEmpty()) {
      return false;
    }
    List<String> before = List.copyOf(finalizers);
    boolean foreground = propagation.get() == DeleteOptions.Propagation.FOREGROUND;
    boolean orphan = propagation.get() == DeleteOptions.Propagation.ORPHAN;
    set(finalizers, FOREGROUND, foreground);
    set(finalizers, ORPHAN, orphan);
    return !before.equals(finalizers);
  }

  private static void set(List<String> finalizers, String name, boolean wanted) {
    if (!wanted) {
      finalizers.remove(name);
    } else if (!finalizers.contains(name)) {
      finalizers.add(name);
    }
  }

  /**
   * Only pods have a grace period, and only those that a node runs: its kubelet, or what stands in
   * for it, deletes again with grace 0 when the containers have stopped.
   */
  private static long graceSeconds(StoreKey key, ObjectNode object, DeleteOptions options) {
    boolean pod = isPod(key);
    String phase = object.path("status").path("phase").asText("");
    boolean runs =
        !object.path("spec").path("nodeName").asText("").isEmpty()
            && !phase.equals("Succeeded")
            && !phase.equals("Failed");
    if (!pod || !runs) {
      return 0;
    }
    OptionalLong asked = options.graceSeconds();
    if (asked.isPresent()) {
      return positive(asked.getAsLong());
    }
    ObjectMetadata metadata = ObjectMetadata.of(object);
    if (metadata.deleting()) {
      return graceLeft(metadata);
    }
    JsonNode own = object.path("spec").path("terminationGracePeriodSeconds");
    return own.isIntegralNumber() ? positive(own.asLong()) : 30;
  }

  /** A negative time means the shortest one. */
  private static long positive(long seconds) {
    return seconds < 0 ? 1 : seconds;
  }

  private static long graceLeft(ObjectMetadata metadata) {
    return metadata.node().path("deletionGracePeriodSeconds").asLong(0);
  }
}
