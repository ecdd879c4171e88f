package io.mkube.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.ownership.Shapes;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.schema.ObjectSchema;
import io.mkube.apiserver.table.TableColumns;
import io.mkube.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One resource in one version, with all that is needed to serve it. Immutable.
 *
 * @param type what discovery tells
 * @param schema what objects may contain
 * @param rules what happens to objects on a write
 * @param columns what {@code kubectl get} shows
 * @param shapes how fields are tracked
 * @param location where objects are stored
 * @param definition what a custom resource's definition adds, null for built-in kinds
 */
public record ServedResource(
    ResourceType type,
    ObjectSchema schema,
    KindRules rules,
    Supplier<TableColumns> columns,
    Shapes shapes,
    Location location,
    @Nullable Definition definition) {
  private static final byte[] NOTHING = {};

  public boolean namespaced() {
    return type.namespaced();
  }

  /** The same under other rules. */
  public ServedResource withRules(KindRules otherRules) {
    return new ServedResource(type, schema, otherRules, columns, shapes, location, definition);
  }

  /** Whether creates are answered at once and nothing is stored: reviews and bindings. */
  public boolean answered() {
    return type.verbs().equals(List.of("create"));
  }

  /** Whether objects can be answered as protobuf; those of custom resources never can. */
  public boolean hasProtobufForm() {
    return type.origin() == ResourceType.Origin.BUILT_IN && ProtobufObjects.knows(type.kind());
  }

  /** The store's key of an object. */
  public StoreKey key(String namespace, String name) {
    return new StoreKey(location.group(), location.resource(), namespaced() ? namespace : "", name);
  }

  /** Why a verb is refused that the resource or its subresource does not have. */
  public Failure.MethodNotAllowed lacks(String verb) {
    return type.origin() == ResourceType.Origin.CUSTOM
        ? Failure.MethodNotAllowed.ofCustom(reference(""), verb)
        : new Failure.MethodNotAllowed();
  }

  /** An object of this resource for messages. */
  public ObjectReference reference(String name) {
    return new ObjectReference(type.kind().group(), type.plural(), name);
  }

  /** The object as clients of this version see it, as a fresh tree with resourceVersion. */
  public ObjectNode decode(CachedObject object) {
    ObjectNode stored = object.decode();
    return location.form().servesAsStored(object) ? stored : location.form().toServed(stored);
  }

  /** The object as clients of this version see it. */
  public byte[] encode(CachedObject object) {
    return encode(object, NOTHING, NOTHING);
  }

  /** The object as clients of this version see it, between other bytes. */
  public byte[] encode(CachedObject object, byte[] before, byte[] after) {
    if (location.form().servesAsStored(object)) {
      return object.encoded(before, after);
    }
    byte[] bytes = Json.write(decode(object));
    return ByteBuffer.allocate(before.length + bytes.length + after.length)
        .put(before)
        .put(bytes)
        .put(after)
        .array();
  }

  /** Reads a selectable field of this version, or null if there is none of this name. */
  public @Nullable Function<ObjectNode, String> fieldReader(String field) {
    if (field.equals("metadata.name") || field.equals("metadata.namespace")) {
      return object -> object.path("metadata").path(field.substring(9)).asText("");
    }
    Function<ObjectNode, String> reader = rules.fieldSelectors().get(field);
    if (reader == null || location.form().equals(StoredForm.SAME)) {
      return reader;
    }
    return stored -> reader.apply(location.form().toServed(stored));
  }

  /**
   * Where a resource's objects are stored.
   *
   * @param group group in the store's keys
   * @param resource resource in the store's keys
   * @param form how they look there
   */
  public record Location(String group, String resource, StoredForm form) {}

  /**
   * What is served because of a definition.
   *
   * @param name name of the definition
   * @param openApiSchema schema as written in the definition
   * @param terminating whether the definition is being deleted
   * @param deprecation warning for users of this version, {@code ""} for none
   */
  public record Definition(
      String name, PackedSchema openApiSchema, boolean terminating, String deprecation) {}
}
