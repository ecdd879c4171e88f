package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.fieldset.FieldsV1;
import io.mkube.apiserver.merge.Comparison;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code metadata.managedFields}: who writes a field owns it, and who applies a configuration
 * owns what it says. Decides as the field manager of kube-apiserver and structured-merge-diff do.
 * Objects that are passed in are not changed. Thread-safe.
 */
public final class FieldOwnership {
  /** Identity and bookkeeping, which nobody owns. */
  private static final FieldSet NEVER_OWNED =
      FieldSet.ofFields(
          List.of("apiVersion"),
          List.of("kind"),
          List.of("metadata"),
          List.of("metadata", "name"),
          List.of("metadata", "namespace"),
          List.of("metadata", "creationTimestamp"),
          List.of("metadata", "selfLink"),
          List.of("metadata", "uid"),
          List.of("metadata", "clusterName"),
          List.of("metadata", "generation"),
          List.of("metadata", "managedFields"),
          List.of("metadata", "resourceVersion"));

  private static final String BEFORE_FIRST_APPLY = "before-first-apply";
  private final Clock clock;
  private final KnownStructures structures = new KnownStructures();

  public FieldOwnership(Clock clock) {
    this.clock = clock;
  }

  /**
   * The managed fields after a create or update.
   *
   * @param live the object before, {@code null} on a create
   * @param changed the object after, with the managed fields that the client sent, if any
   */
  public ArrayNode update(
      ObjectShape shape, Writer writer, @Nullable ObjectNode live, ObjectNode changed) {
    ManagedFields managed = sentOrStored(writer, live, changed);
    if (managed.isEmpty()) {
      // Where tracking was reset, or never began, it begins with the first apply.
      return live == null ? created(shape, writer, changed) : managed.encode();
    }
    return updated(shape, writer, live, changed, managed).encode();
  }

  /**
   * Applies a configuration.
   *
   * @param live the object before, {@code null} if there is none
   * @param config the configuration
   * @param force whether fields of others are taken over
   * @throws io.mkube.apiserver.error.ApiException if the configuration is of another kind or does
   *     not fit the schema
   * @throws ApplyConflictException if fields of others would change and {@code force} is not set
   */
  public Applied apply(
      ObjectShape shape, Writer writer, @Nullable ObjectNode live, ObjectNode config, boolean force)
      throws ApplyConflictException {
    shape.check(config);
    ManagedFields managed = ManagedFields.stored(live);
    ObjectNode before = live == null ? Json.object() : withoutManagedFields(live);
    if (managed.isEmpty() && live != null) {
      Writer unknown = new Writer(BEFORE_FIRST_APPLY, writer.subresource());
      managed = updated(shape, unknown, null, before, managed);
    }
    ApplyOperation operation = new ApplyOperation(shape, writer, before, config);
    ApplyOperation.Result result;
    try {
      result = operation.run(managed.copy(), force);
    } catch (ApplyConflictException e) {
      if (!writer.manager().equals(ClientSideApply.MANAGER)) {
        throw e;
      }
      ClientSideApply.requireOwned(shape, before, e);
      result = operation.run(managed.copy(), true);
    }
    boolean changes = live == null || !Json.same(before, result.object());
    settle(shape, operation.manager(), managed, result.managed(), changes);
    ObjectNode object = changes ? result.object() : before;
    ClientSideApply.refresh(writer, object, config);
    return new Applied(object, result.managed().encode());
  }

  /**
   * The outcome of an apply.
   *
   * @param object the object, without managed fields
   * @param managedFields its managed fields
   */
  public record Applied(ObjectNode object, ArrayNode managedFields) {}

  /** The object without its managed fields; what lies below is shared, not copied. */
  static ObjectNode withoutManagedFields(ObjectNode object) {
    ObjectNode copy = Json.object();
    copy.setAll(object);
    if (object.get("metadata") instanceof ObjectNode metadata && metadata.has("managedFields")) {
      ObjectNode rest = Json.object();
      rest.setAll(metadata);
      rest.remove("managedFields");
      copy.set("metadata", rest);
    }
    return copy;
  }

  private ArrayNode created(ObjectShape shape, Writer writer, ObjectNode object) {
    ObjectNode fields =
        structures.fields(
            shape,
            object,
            unknown -> FieldsV1.encode(taken(shape, comparison(shape, null, unknown))));
    return ManagedFields.only(manager(shape, writer), shape.apiVersion(), now(), fields);
  }

  private static Comparison comparison(
      ObjectShape shape, @Nullable ObjectNode live, ObjectNode changed) {
    return Comparison.of(
            shape.type(),
            live == null ? null : withoutManagedFields(live),
            withoutManagedFields(changed))
        .without(shape.reset());
  }

  private static FieldSet taken(ObjectShape shape, Comparison comparison) {
    return comparison.written().difference(NEVER_OWNED).difference(shape.alwaysThere());
  }

  private static Manager manager(ObjectShape shape, Writer writer) {
    return Manager.of(
        writer.manager(), Manager.Operation.UPDATE, shape.apiVersion(), writer.subresource());
  }

  private ManagedFields updated(
      ObjectShape shape,
      Writer writer,
      @Nullable ObjectNode live,
      ObjectNode changed,
      ManagedFields managed) {
    Comparison comparison = comparison(shape, live, changed);
    if (comparison.isSame()) {
      return managed;
    }
    OtherManagers.giveUp(shape, managed, comparison);
    FieldSet taken = taken(shape, comparison);
    if (!taken.isEmpty()) {
      Manager own = manager(shape, writer);
      Owned previous = managed.get(own);
      FieldSet all = previous == null ? taken : taken.union(previous.fields());
      managed.put(own, new Owned(all, shape.apiVersion(), now()));
    }
    AncientChanges.cap(managed);
    return managed;
  }

  /** Clients may write managed fields; those that know nothing of them keep them by accident. */
  private static ManagedFields sentOrStored(
      Writer writer, @Nullable ObjectNode live, ObjectNode changed) {
    JsonNode sent = changed.path("metadata").path("managedFields");
    if (!writer.subresource().isEmpty() || sent.isEmpty()) {
      return ManagedFields.stored(live);
    }
    if (live != null && sent.equals(live.path("metadata").path("managedFields"))) {
      return ManagedFields.stored(live);
    }
    if (sent.size() == 1 && sent.get(0).isObject() && sent.get(0).isEmpty()) {
      return ManagedFields.none();
    }
    Optional<ManagedFields> read = ManagedFields.sent(sent);
    return read.isEmpty() || read.get().isEmpty() ? ManagedFields.stored(live) : read.get();
  }

  /** The entry of who applied: with a new time if the object changes, else as it was. */
  private void settle(
      ObjectShape shape, Manager own, ManagedFields before, ManagedFields after, boolean changes) {
    Owned said = after.get(own);
    if (said == null) {
      return;
    }
    FieldSet fields = said.fields().difference(NEVER_OWNED);
    Owned last = before.get(own);
    Owned owned =
        last != null && last.apiVersion().equals(shape.apiVersion()) && last.fields().equals(fields)
            ? last
            : new Owned(fields, shape.apiVersion(), last == null ? "" : last.time());
    after.put(own, changes ? owned.at(now()) : owned);
  }

  private String now() {
    return ObjectMetadata.timestamp(clock);
  }
}
