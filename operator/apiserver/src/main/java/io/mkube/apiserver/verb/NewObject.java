package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.schema.MetadataRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Fills and checks an object that is about to be created. */
final class NewObject {
  /** Without vowels and without what looks alike, so that no words arise. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final int SUFFIX = 5;
  private static final int MAX_BASE = 63 - SUFFIX;
  private final Clock clock;
  private final RandomGenerator random;

  NewObject(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Sets the namespace and checks what a create may not carry. */
  static void place(Call call, ObjectNode object) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    matchNamespace(call, metadata);
    String revision = metadata.resourceVersion();
    if (!revision.isEmpty() && !revision.equals("0")) {
      throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
    }
  }

  /** The namespace of the URL, which the object may repeat but not contradict. */
  static void matchNamespace(Call call, ObjectMetadata metadata) {
    if (!call.resource().namespaced()) {
      metadata.node().remove("namespace");
      return;
    }
    if (!metadata.namespace().isEmpty() && !metadata.namespace().equals(call.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.set("namespace", call.namespace());
  }

  /** A name from {@code generateName}. */
  String generate(String base) {
    StringBuilder name = new StringBuilder(base);
    name.setLength(Math.min(base.length(), MAX_BASE));
    for (int i = 0; i < SUFFIX; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }

  /**
   * Fills defaults and what only the server sets.
   *
   * @return the object
   * @throws ApiException with 422
   */
  ObjectNode complete(ServedResource resource, Change.Outcome outcome, Owner owner) {
    ObjectNode object = outcome.object();
    ObjectMetadata metadata = ObjectMetadata.of(object);
    metadata
        .node()
        .remove(
            List.of(
                "resourceVersion",
                "selfLink",
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "generation"));
    metadata.set("uid", UUID.randomUUID().toString());
    metadata.set("creationTimestamp", ObjectMetadata.timestamp(clock));
    resource.schema().applyDefaults(object);
    resource.rules().applyDefaults(object);
    ArrayNode managedFields =
        outcome.managedFields().orElseGet(() -> owner.of(resource, null, object));
    resource.rules().prepareForCreate(object);
    if (resource.rules().tracksGeneration()) {
      metadata.setGeneration(1);
    }
    List<FieldError> errors = new ArrayList<>();
    if (!resource.namespaced() && !metadata.namespace().isEmpty()) {
      errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
    }
    errors.addAll(MetadataRules.validateCreate(object, resource.rules().nameRule()));
    errors.addAll(resource.schema().validate(object, null));
    errors.addAll(resource.rules().validateCreate(object));
    refuse(resource, metadata.name(), errors);
    resource.rules().completeNew(object);
    setManagedFields(object, managedFields);
    return object;
  }

  /** Last in the metadata, as Kubernetes writes it; none at all without entries. */
  static void setManagedFields(ObjectNode object, ArrayNode managedFields) {
    ObjectNode metadata = ObjectMetadata.of(object).node();
    metadata.remove("managedFields");
    if (!managedFields.isEmpty()) {
      metadata.set("managedFields", managedFields);
    }
  }

  /** Events are those of the core group underneath, and refused as such. */
  static void refuse(ServedResource resource, String name, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      String group = resource.type().kind().group();
      throw new ApiException(
          new Failure.Invalid(
              group.equals("events.k8s.io") ? "" : group,
              resource.type().kind().kind(),
              name,
              errors));
    }
  }
}
