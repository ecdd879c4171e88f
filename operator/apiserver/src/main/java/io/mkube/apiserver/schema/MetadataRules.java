package io.mkube.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the metadata of every object must look like, built-in or custom. Paths are those of
 * Kubernetes' answers.
 */
public final class MetadataRules {
  private static final int MAX_ANNOTATIONS = 256 * 1024;
  private static final int GENERATED_SUFFIX = 5;

  /** Kinds that may not own anything. */
  private static final Set<String> NO_OWNERS = Set.of("v1/Event");

  private MetadataRules() {}

  /** Checks {@code metadata} of a new object. */
  public static List<FieldError> validateCreate(ObjectNode object, NameRule nameRule) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode metadata = object.path("metadata");
    checkNames(metadata, nameRule, errors);
    checkContents(metadata, errors);
    return List.copyOf(errors);
  }

  /** Checks {@code metadata} of a changed object against the stored one. */
  public static List<FieldError> validateUpdate(
      ObjectNode object, ObjectNode old, NameRule nameRule) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode metadata = object.path("metadata");
    JsonNode before = old.path("metadata");
    for (String field : List.of("name", "namespace", "uid")) {
      checkUnchanged(metadata, before, field, errors);
    }
    checkContents(metadata, errors);
    if (before.has("deletionTimestamp")) {
      checkNoNewFinalizers(metadata, before, errors);
    }
    return List.copyOf(errors);
  }

  /** Checks {@code metadata} of an object inside another, which needs no name. */
  static List<FieldError> validateEmbedded(ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode metadata = object.path("metadata");
    if (!metadata.path("name").asText().isEmpty()
        || !metadata.path("generateName").asText().isEmpty()) {
      checkNames(metadata, NameRule.PATH_SEGMENT, errors);
    }
    String namespace = metadata.path("namespace").asText();
    for (String fault :
        namespace.isEmpty() ? List.<String>of() : NameRule.DNS_LABEL.check(namespace)) {
      errors.add(FieldError.invalid("metadata.namespace", quoted(namespace), fault));
    }
    checkContents(metadata, errors);
    return List.copyOf(errors);
  }

  private static void checkNames(JsonNode metadata, NameRule rule, List<FieldError> errors) {
    String name = metadata.path("name").asText();
    String prefix = metadata.path("generateName").asText();
    if (!prefix.isEmpty()) {
      // What will be appended is alphanumeric, so an end of dashes is no fault of a prefix.
      String example = prefix + "a".repeat(GENERATED_SUFFIX);
      for (String fault : rule.check(example)) {
        errors.add(FieldError.invalid("metadata.generateName", quoted(prefix), fault));
      }
    }
    if (name.isEmpty()) {
      if (prefix.isEmpty()) {
        errors.add(FieldError.required("metadata.name", "name or generateName is required"));
      }
      return;
    }
    for (String fault : rule.check(name)) {
      errors.add(FieldError.invalid("metadata.name", quoted(name), fault));
    }
  }

  private static void checkContents(JsonNode metadata, List<FieldError> errors) {
    LabelRules.checkLabels(metadata.path("labels"), "metadata.labels", errors);
    checkAnnotations(metadata.path("annotations"), errors);
    checkOwners(metadata.path("ownerReferences"), errors);
    checkFinalizers(metadata.path("finalizers"), errors);
  }

  private static void checkAnnotations(JsonNode annotations, List<FieldError> errors) {
    long size = 0;
    for (var annotation : annotations.properties()) {
      String key = annotation.getKey();
      // Unlike labels, annotation keys are compared in lower case.
      LabelRules.checkKey(key.toLowerCase(Locale.ROOT), "metadata.annotations", errors);
      size += bytes(key) + bytes(annotation.getValue().asText());
    }
    if (size > MAX_ANNOTATIONS) {
      errors.add(
          new FieldError(
              Reason.TOO_LONG,
              "metadata.annotations",
              "Too long: may not be more than " + MAX_ANNOTATIONS + " bytes"));
    }
  }

  private static void checkOwners(JsonNode owners, List<FieldError> errors) {
    String controller = "";
    for (int i = 0; i < owners.size(); i++) {
      String path = "metadata.ownerReferences";
      JsonNode owner = owners.get(i);
      String apiVersion = owner.path("apiVersion").asText();
      if (apiVersion.isEmpty()) {
        errors.add(FieldError.invalid(path + ".apiVersion", "\"\"", "version must not be empty"));
      }
      for (String field : List.of("kind", "name", "uid")) {
        if (owner.path(field).asText().isEmpty()) {
          errors.add(FieldError.invalid(path + "." + field, "\"\"", "must not be empty"));
        }
      }
      if (NO_OWNERS.contains(apiVersion + "/" + owner.path("kind").asText())) {
        errors.add(
            FieldError.invalid(
                path, quoted(owner.path("kind").asText()), "is disallowed from being an owner"));
      }
      if (owner.path("controller").asBoolean()) {
        String name = owner.path("kind").asText() + "/" + owner.path("name").asText();
        if (!controller.isEmpty()) {
          errors.add(
              FieldError.invalid(
                  path,
                  owners.toString(),
                  "Only one reference can have Controller set to true. Found \"true\" in"
                      + " references for "
                      + controller
                      + " and "
                      + name));
        }
        controller = name;
      }
    }
  }

  private static void checkFinalizers(JsonNode finalizers, List<FieldError> errors) {
    for (JsonNode finalizer : finalizers) {
      LabelRules.checkKey(finalizer.asText(), "metadata.finalizers", errors);
    }
    Set<String> names = new HashSet<>();
    finalizers.forEach(finalizer -> names.add(finalizer.asText()));
    if (names.contains("orphan") && names.contains("foregroundDeletion")) {
      errors.add(
          FieldError.invalid(
              "metadata.finalizers",
              finalizers.toString(),
              "finalizer orphan and foregroundDeletion cannot be both set"));
    }
  }

  private static void checkNoNewFinalizers(
      JsonNode metadata, JsonNode before, List<FieldError> errors) {
    Set<String> old = new HashSet<>();
    before.path("finalizers").forEach(finalizer -> old.add(finalizer.asText()));
    List<String> added = new ArrayList<>();
    for (JsonNode finalizer : metadata.path("finalizers")) {
      if (!old.contains(finalizer.asText())) {
        added.add(quoted(finalizer.asText()));
      }
    }
    if (!added.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "metadata.finalizers",
              "no new finalizers can be added if the object is being deleted, found new finalizers"
                  + " []string{"
                  + String.join(", ", added)
                  + "}"));
    }
  }

  private static void checkUnchanged(
      JsonNode metadata, JsonNode before, String field, List<FieldError> errors) {
    String value = metadata.path(field).asText();
    if (!value.equals(before.path(field).asText())) {
      errors.add(FieldError.invalid("metadata." + field, quoted(value), "field is immutable"));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
