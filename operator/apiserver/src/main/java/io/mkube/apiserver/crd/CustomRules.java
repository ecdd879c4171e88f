package io.mkube.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the definition of a custom resource says about writes, beside its schema.
 *
 * @param hasStatus whether there is a {@code status} subresource
 * @param initialStatus what the schema's defaults make of a status that nobody has written
 * @param fieldSelectors selectable fields
 * @param scale where the {@code scale} subresource finds its numbers
 */
record CustomRules(
    boolean hasStatus,
    Optional<JsonNode> initialStatus,
    Map<String, Function<ObjectNode, String>> fieldSelectors,
    Optional<ScalePaths> scale)
    implements KindRules {
  private static final String STATUS = "status";

  /** Reads one version of a definition, which has this schema. */
  static CustomRules of(JsonNode version, ObjectSchema schema) {
    JsonNode subresources = version.path("subresources");
    return new CustomRules(
        subresources.path(STATUS).isObject(),
        initialStatus(schema),
        SelectableFields.of(version.path("selectableFields")),
        scalePaths(subresources.path("scale")));
  }

  /** Subresources for discovery. */
  List<String> subresources() {
    if (scale.isPresent()) {
      return hasStatus ? List.of(STATUS, "scale") : List.of("scale");
    }
    return hasStatus ? List.of(STATUS) : List.of();
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    if (hasStatus) {
      object.remove(STATUS);
    }
  }

  /**
   * The status of the request is gone by now. kube-apiserver fills defaults whenever it reads, so
   * that clients see the one of the schema from the beginning.
   */
  @Override
  public void completeNew(ObjectNode object) {
    if (hasStatus) {
      initialStatus.ifPresent(status -> object.set(STATUS, status.deepCopy()));
    }
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    if (hasStatus) {
      copy(STATUS, old, object);
    }
  }

  @Override
  public void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    JsonNode status = object.get(STATUS);
    JsonNode revision = object.path("metadata").get("resourceVersion");
    object.removeAll();
    object.setAll(old.deepCopy());
    if (status == null) {
      object.remove(STATUS);
    } else {
      object.set(STATUS, status);
    }
    if (revision != null) {
      object.withObject("/metadata").set("resourceVersion", revision);
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    return validateUpdate(object, object);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    List<FieldError> errors = new ArrayList<>();
    scale.ifPresent(paths -> ScaleChecks.ofSpec(paths, object, errors));
    scale.ifPresent(paths -> ScaleChecks.ofStatus(paths, object, errors));
    return errors;
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    List<FieldError> errors = new ArrayList<>();
    scale.ifPresent(paths -> ScaleChecks.ofStatus(paths, object, errors));
    return errors;
  }

  private static Optional<JsonNode> initialStatus(ObjectSchema schema) {
    ObjectNode untouched = Json.object();
    schema.applyDefaults(untouched);
    return Optional.ofNullable(untouched.get(STATUS));
  }

  private static void copy(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  private static Optional<ScalePaths> scalePaths(JsonNode scale) {
    return scale.isObject()
        ? Optional.of(
            new ScalePaths(
                pointer(scale.path("specReplicasPath").asText("")),
                pointer(scale.path("statusReplicasPath").asText("")),
                pointer(scale.path("labelSelectorPath").asText(""))))
        : Optional.empty();
  }

  /** {@code .spec.replicas} as a JSON Pointer. */
  static String pointer(String path) {
    return path.replace('.', '/');
  }

  /** An empty object, so that a value can be looked up in a definition without one. */
  static ObjectNode orEmpty(JsonNode node) {
    return node instanceof ObjectNode object ? object : Json.object();
  }
}
