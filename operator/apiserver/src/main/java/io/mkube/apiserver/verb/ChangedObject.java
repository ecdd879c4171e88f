package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.schema.MetadataRules;
import java.util.ArrayList;
import java.util.List;

/** Fills and checks an object that is about to replace another. */
final class ChangedObject {
  private static final List<String> ONLY_BY_SERVER =
      List.of(
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation");

  private static final List<String> NOT_BY_STATUS =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName");

  private ChangedObject() {}

  /**
   * Makes the outcome of a change a successor of {@code old}.
   *
   * @return the object
   * @throws ApiException with 422 if it is invalid
   */
  static ObjectNode complete(
      ServedResource resource, Part part, Change.Outcome outcome, ObjectNode old, Owner owner) {
    ObjectNode object = outcome.object();
    ObjectMetadata metadata = ObjectMetadata.of(object);
    ObjectMetadata before = ObjectMetadata.of(old);
    List<FieldError> errors = new ArrayList<>();
    if (!metadata.uid().isEmpty() && !metadata.uid().equals(before.uid())) {
      String shown = TextNode.valueOf(metadata.uid()).toString();
      errors.add(FieldError.invalid("metadata.uid", shown, "field is immutable"));
    }
    resource.schema().applyDefaults(object);
    resource.rules().applyDefaults(object);
    ArrayNode managedFields =
        outcome.managedFields().orElseGet(() -> owner.of(resource, old, object));
    inherit(metadata, before);
    switch (part) {
      case MAIN -> {
        resource.rules().prepareForUpdate(object, old);
        metadata.copy("generation", before);
        errors.addAll(MetadataRules.validateUpdate(object, old, resource.rules().nameRule()));
        errors.addAll(resource.schema().validate(object, old));
        errors.addAll(resource.rules().validateUpdate(object, old));
        if (isNewGeneration(resource.rules(), object, old)) {
          metadata.setGeneration(before.generation() + 1);
        }
      }
      case STATUS -> {
        resource.rules().prepareForStatusUpdate(object, old);
        ObjectMetadata kept = ObjectMetadata.of(object);
        NOT_BY_STATUS.forEach(field -> kept.copy(field, before));
        kept.copy("generation", before);
        errors.addAll(MetadataRules.validateUpdate(object, old, resource.rules().nameRule()));
        errors.addAll(resource.schema().validate(object, old));
        errors.addAll(resource.rules().validateStatusUpdate(object, old));
      }
    }
    NewObject.refuse(resource, before.name(), errors);
    NewObject.setManagedFields(object, managedFields);
    return object;
  }

  private static boolean isNewGeneration(KindRules rules, ObjectNode object, ObjectNode old) {
    return rules.tracksGeneration()
        && (!sameContent(object, old)
            || (rules.countsAnnotations() && !annotations(object).equals(annotations(old))));
  }

  /** None and an empty map are the same. */
  private static JsonNode annotations(ObjectNode object) {
    JsonNode annotations = object.path("metadata").path("annotations");
    return annotations.isObject() ? annotations : Json.object();
  }

  /** Whether nothing changes that anybody could see. */
  static boolean unchanged(ObjectNode object, ObjectNode old) {
    return sameOwners(managedFields(object), managedFields(old))
        && Json.same(visible(object), visible(old));
  }

  private static JsonNode managedFields(ObjectNode object) {
    return ObjectMetadata.of(object).node().path("managedFields");
  }

  /** A later time alone is no change. */
  private static boolean sameOwners(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!withoutTime(a.get(i)).equals(withoutTime(b.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode withoutTime(JsonNode entry) {
    ObjectNode copy = Json.object();
    copy.setAll((ObjectNode) entry);
    copy.remove("time");
    return copy;
  }

  private static void inherit(ObjectMetadata metadata, ObjectMetadata before) {
    metadata.node().remove(List.of("selfLink", "managedFields"));
    ONLY_BY_SERVER.forEach(field -> metadata.copy(field, before));
  }

  private static boolean sameContent(ObjectNode object, ObjectNode old) {
    return Json.same(without(object, "metadata"), without(old, "metadata"));
  }

  private static ObjectNode visible(ObjectNode object) {
    ObjectNode copy = Json.object();
    copy.setAll(object);
    ObjectNode metadata = Json.object();
    metadata.setAll(ObjectMetadata.of(object).node());
    metadata.remove(List.of("resourceVersion", "managedFields", "selfLink"));
    copy.set("metadata", metadata);
    return copy;
  }

  private static ObjectNode without(ObjectNode object, String field) {
    ObjectNode copy = Json.object();
    copy.setAll(object);
    copy.remove(field);
    return copy;
  }

  /** Which part of an object a write is about. */
  enum Part {
    MAIN,
    STATUS;

    static Part of(String subresource) {
      return subresource.equals("status") || subresource.equals("approval") ? STATUS : MAIN;
    }
  }
}
