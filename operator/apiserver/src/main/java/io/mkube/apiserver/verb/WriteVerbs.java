package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.admission.Admission;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.limits.Quotas;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.FieldOwnership;
import io.mkube.apiserver.ownership.Writer;
import io.mkube.apiserver.policy.PolicyRequest;
import io.mkube.apiserver.policy.PolicyRequest.Operation;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.Removal;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Create, update and patch. Thread-safe. */
public final class WriteVerbs {
  private static final Logger LOG = LoggerFactory.getLogger(WriteVerbs.class);

  /** How often a generated name or a write that lost a race is tried. */
  private static final int ATTEMPTS = 8;

  private final ObjectStorage storage;
  private final Admission admission;
  private final NewObject newObject;
  private final FieldOwnership ownership;
  private final Configurations configurations;

  public WriteVerbs(
      ObjectStorage storage, Admission admission, Clock clock, RandomGenerator random) {
    this.storage = storage;
    this.admission = admission;
    this.newObject = new NewObject(clock, random);
    this.ownership = new FieldOwnership(clock);
    this.configurations = new Configurations(ownership);
  }

  /** Creates an object from a body. */
  public Answer create(Call call, JsonBody body, WriteOptions options) {
    ObjectNode object = IncomingObject.accept(call, body, options);
    NewObject.place(call, object);
    return create(call, new Change.Outcome(object, Optional.empty()), options, 201);
  }

  /** Replaces an object, or its status, by a body. */
  public Answer update(Call call, JsonBody body, WriteOptions options) {
    ObjectNode object = IncomingObject.accept(call, body, options);
    ObjectMetadata metadata = ObjectMetadata.of(object);
    NewObject.matchNamespace(call, metadata);
    call.requireName(metadata.name());
    if (storage.get(key(call)).isEmpty()) {
      requireNoPrecondition(call, metadata);
      admission
          .permissions()
          .requireCreate(call.user(), call.resource(), call.namespace(), call.name());
      return create(call, new Change.Outcome(object, Optional.empty()), options, 201);
    }
    return change(
        call,
        options,
        Change.by(
            old -> {
              Preconditions.requireUid(call.resource(), metadata, ObjectMetadata.of(old));
              requireRevisionIfNeeded(call, metadata.resourceVersion());
              return object.deepCopy();
            }));
  }

  /**
   * Changes an object, or its status, by a patch; a configuration that is applied to an object that
   * does not exist creates it.
   */
  public Answer patch(Call call, WriteOptions options, PatchType type, JsonBody body) {
    options.requireForPatch(type == PatchType.APPLY);
    if (type == PatchType.APPLY) {
      return apply(call, options, body);
    }
    return change(
        call,
        options,
        Change.by(
            old -> {
              ObjectNode patched =
                  PatchedObject.accept(
                      call, type, body, type.apply(call.resource(), old, body.value()), options);
              NewObject.matchNamespace(call, ObjectMetadata.of(patched));
              RepeatedOwners.remove(call, patched);
              call.requireName(ObjectMetadata.of(patched).name());
              return patched;
            }));
  }

  private Answer apply(Call call, WriteOptions options, JsonBody body) {
    if (call.target().subresource().isEmpty() && storage.get(key(call)).isEmpty()) {
      admission
          .permissions()
          .requireCreate(call.user(), call.resource(), call.namespace(), call.name());
      Change.Outcome created = configurations.create(call, body, options);
      NewObject.matchNamespace(call, ObjectMetadata.of(created.object()));
      try {
        return create(call, created, options, 201);
      } catch (ApiException e) {
        if (!(e.failure() instanceof Failure.AlreadyExists)) {
          throw e;
        }
        // Somebody else was faster: then this is a change of what they made.
      }
    }
    return change(call, options, configurations.change(call, body, options));
  }

  /**
   * Changes an object under all rules.
   *
   * @param change gives the changed object for the present one, in the resource's version; may be
   *     called again when another writer was faster
   */
  public Answer change(Call call, WriteOptions options, Change change) {
    return change(call, options, change, UnaryOperator.identity());
  }

  /**
   * Changes an object under all rules, through a part that policies see in a form of its own.
   *
   * @param change as for {@link #change(Call, WriteOptions, Change)}
   * @param seen what policies see instead of the write of the whole object
   */
  public Answer change(
      Call call, WriteOptions options, Change change, UnaryOperator<PolicyRequest> seen) {
    StoreKey key = key(call);
    for (int attempt = 1; ; attempt++) {
      try {
        return exclusively(key, () -> changeOnce(call, key, options, change, seen));
      } catch (Retry e) {
        if (attempt == ATTEMPTS) {
          throw ApiException.conflict(call.target().reference(), Failure.Conflict.MODIFIED);
        }
      }
    }
  }

  private Answer create(Call call, Change.Outcome wanted, WriteOptions options, int status) {
    ObjectMetadata metadata = ObjectMetadata.of(wanted.object());
    String name = metadata.name();
    String base = metadata.generateName();
    if (!name.isEmpty() || base.isEmpty()) {
      return createNamed(call, wanted, options, status).orElseThrow(() -> exists(call, name, 0));
    }
    String generated = name;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      ObjectNode object = wanted.object().deepCopy();
      generated = newObject.generate(base);
      ObjectMetadata.of(object).set("name", generated);
      Optional<Answer> created =
          createNamed(call, new Change.Outcome(object, wanted.managedFields()), options, status);
      if (created.isPresent()) {
        return created.get();
      }
    }
    throw exists(call, generated, 1);
  }

  private static ApiException exists(Call call, String name, int retryAfterSeconds) {
    return new ApiException(
        new Failure.AlreadyExists(call.resource().reference(name), retryAfterSeconds));
  }

  /**
   * Creates an object, unless it exists. While the store is waited for nothing refers to the tree
   * of the object any more: with many callers those trees were most of what a collection of the
   * young generation had to copy.
   */
  private Optional<Answer> createNamed(
      Call call, Change.Outcome wanted, WriteOptions options, int status) {
    ServedResource resource = call.resource();
    String name = ObjectMetadata.of(wanted.object()).name();
    Requester.note(call, wanted.object());
    admission.requirePlace(resource, call.namespace(), name);
    ObjectNode candidate = newObject.complete(resource, wanted, owner(call, options));
    admission.permissions().requireHeld(call.user(), resource, candidate, null);
    admission.ranges().require(resource, candidate, null);
    admission.podSecurity().require(resource, candidate, null, call.warnings());
    admission
        .policies()
        .require(() -> judged(call, Operation.CREATE, candidate, null, options.dryRun()));
    resource.rules().warnings(candidate).forEach(call.warnings());
    StoreKey key = resource.key(call.namespace(), name);
    if (storage.get(key).isPresent()) {
      return Optional.empty();
    }
    if (!options.dryRun() && admission.quotas().countTogether(call.namespace())) {
      return createCounted(resource, key, candidate, status);
    }
    try (Quotas.Room room =
        admission.quotas().reserve(resource, candidate, null, options.dryRun())) {
      if (options.dryRun()) {
        return Optional.of(new Answer.Computed(status, resource, candidate));
      }
      ObjectNode stored = resource.location().form().toStored(candidate);
      return Optional.of(room.use(new Answer.One(status, resource, storage.create(key, stored))));
    } catch (WriteConflictException e) {
      // Somebody else was faster with the same name; the cache shows it by now.
      return Optional.empty();
    }
  }

  /** Creates an object together with what it takes of quotas, unless it exists. */
  private Optional<Answer> createCounted(
      ServedResource resource, StoreKey key, ObjectNode candidate, int status) {
    ObjectNode stored = resource.location().form().toStored(candidate);
    while (true) {
      try (Quotas.Room room = admission.quotas().reserveTogether(resource, candidate)) {
        return Optional.of(
            room.use(
                new Answer.One(status, resource, storage.create(key, stored, room.companions()))));
      } catch (WriteConflictException e) {
        if (e.key().equals(key)) {
          return Optional.empty();
        }
        LOG.debug("{}: room is taken anew: {}", key, e.getMessage());
      }
    }
  }

  private Answer changeOnce(
      Call call,
      StoreKey key,
      WriteOptions options,
      Change change,
      UnaryOperator<PolicyRequest> seen)
      throws WriteConflictException {
    ServedResource resource = ruled(call);
    CachedObject current =
        storage
            .latest(key)
            .orElseThrow(() -> ApiException.notFound(resource.reference(key.name())));
    ObjectNode old = resource.decode(current);
    Change.Outcome wanted = change.of(old.deepCopy());
    ObjectMetadata metadata = ObjectMetadata.of(wanted.object());
    Preconditions.requireRevision(resource, current, metadata.resourceVersion());
    NewObject.matchNamespace(call, metadata);
    ObjectNode object =
        ChangedObject.complete(
            resource,
            ChangedObject.Part.of(call.target().subresource()),
            wanted,
            old,
            owner(call, options));
    admission.permissions().requireHeld(call.user(), resource, object, old);
    resource.rules().warningsOfUpdate(object, old).forEach(call.warnings());
    if (ChangedObject.unchanged(object, old) && resource.location().form().holds(current, object)) {
      return new Answer.One(200, resource, current);
    }
    admission.ranges().require(resource, object, old);
    admission.podSecurity().require(resource, object, old, call.warnings());
    admission
        .policies()
        .require(() -> seen.apply(judged(call, Operation.UPDATE, object, old, options.dryRun())));
    try (Quotas.Room room = admission.quotas().reserve(resource, object, old, options.dryRun())) {
      if (options.dryRun()) {
        metadata.set("resourceVersion", Long.toString(current.revision()));
        return new Answer.Computed(200, resource, object);
      }
      ObjectNode stored = resource.location().form().toStored(object);
      return room.use(
          new Answer.One(
              200,
              resource,
              Removal.isDue(key, stored)
                  ? storage.delete(current, stored)
                  : storage.update(current, stored)));
    }
  }

  private static PolicyRequest judged(
      Call call, Operation operation, ObjectNode object, @Nullable ObjectNode old, boolean dryRun) {
    return new PolicyRequest(
        call.user(),
        call.resource(),
        call.target().subresource(),
        call.resource().namespaced() ? call.namespace() : "",
        ObjectMetadata.of(object).name(),
        operation,
        object,
        old,
        dryRun,
        call.warnings());
  }

  /** Parts of an object may have rules of their own. */
  private static ServedResource ruled(Call call) {
    String part = call.target().subresource();
    return part.isEmpty()
        ? call.resource()
        : call.resource().withRules(call.resource().rules().ofSubresource(part));
  }

  private Answer exclusively(StoreKey key, Attempt attempt) throws Retry {
    Optional<Answer> answer =
        storage.exclusively(
            key,
            () -> {
              try {
                return Optional.of(attempt.run());
              } catch (WriteConflictException e) {
                return Optional.empty();
              }
            });
    if (answer.isEmpty()) {
      throw new Retry();
    }
    return answer.get();
  }

  /** Refuses a PUT of what does not exist, unless it may create it. */
  private void requireNoPrecondition(Call call, ObjectMetadata metadata) {
    if (!metadata.uid().isEmpty()) {
      throw Preconditions.otherUid(key(call), call.target().reference(), metadata.uid(), "");
    }
    boolean mayCreate =
        call.target().subresource().isEmpty() && call.resource().rules().allowsCreateOnUpdate();
    if (!mayCreate || !metadata.resourceVersion().isEmpty()) {
      throw ApiException.notFound(call.target().reference());
    }
  }

  /** Kubernetes names the resource here and not the kind. */
  private static void requireRevisionIfNeeded(Call call, String revision) {
    ServedResource resource = call.resource();
    boolean given = !revision.isEmpty() && Preconditions.parse(revision) != 0;
    if (!given && !resource.rules().allowsUnconditionalUpdate()) {
      throw new ApiException(
          new Failure.Invalid(
              resource.type().kind().group(),
              resource.type().plural(),
              call.name(),
              List.of(
                  FieldError.invalid(
                      "metadata.resourceVersion", "0x0", "must be specified for an update"))));
    }
  }

  private Owner owner(Call call, WriteOptions options) {
    return new Owner(ownership, new Writer(options.manager(), call.target().subresource()));
  }

  private static StoreKey key(Call call) {
    return call.resource().key(call.namespace(), call.name());
  }

  private interface Attempt {
    Answer run() throws WriteConflictException;
  }

  private static final class Retry extends Exception {
    private static final long serialVersionUID = 1;

    Retry() {
      super(null, null, false, false);
    }
  }
}
