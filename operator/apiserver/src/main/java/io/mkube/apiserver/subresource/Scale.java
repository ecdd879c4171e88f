package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.selector.SelectorText;
import java.util.List;

/** The number of replicas of an object as {@code autoscaling/v1 Scale}, and back. */
final class Scale {
  private static final List<String> METADATA =
      List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

  private final ScalePaths paths;
  private final boolean custom;

  /**
   * The scale of the objects of a resource.
   *
   * @param custom whether it is a custom resource, which checks the number itself
   */
  Scale(ScalePaths paths, boolean custom) {
    this.paths = paths;
    this.custom = custom;
  }

  /** The scale of an object. */
  ObjectNode of(ObjectNode object) {
    ObjectNode scale = Json.object();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field : METADATA) {
      JsonNode value = object.path("metadata").get(field);
      if (value != null) {
        metadata.set(field, value);
      }
    }
    ObjectNode spec = scale.putObject("spec");
    JsonNode wanted = object.at(paths.specReplicas());
    if (wanted.asInt() != 0) {
      spec.put("replicas", wanted.asInt());
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", object.at(paths.statusReplicas()).asInt());
    String selector = paths.selector().isEmpty() ? "" : selector(object.at(paths.selector()));
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  /**
   * Takes the wanted number of replicas over into an object.
   *
   * @throws ApiException with 409 if the scale is of another uid, 422 if the number is negative
   */
  void applyTo(ObjectNode object, ObjectNode scale) {
    JsonNode replicas = scale.path("spec").path("replicas");
    String name = ObjectMetadata.of(object).name();
    if (!replicas.isMissingNode() && !replicas.isNull() && !replicas.isIntegralNumber()) {
      throw ApiException.badRequest(
          "Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal "
              + replicas
              + " into Go struct field ScaleSpec.spec.replicas of type int32");
    }
    if (replicas.asLong() < 0 && !custom) {
      throw new ApiException(
          new Failure.Invalid(
              "autoscaling",
              "Scale",
              name,
              List.of(
                  FieldError.invalid(
                      "spec.replicas",
                      replicas.toString(),
                      "must be greater than or equal to 0"))));
    }
    put(object, paths.specReplicas(), replicas.asInt());
    ObjectMetadata metadata = ObjectMetadata.of(scale);
    ObjectMetadata.of(object).set("resourceVersion", metadata.resourceVersion());
    if (!metadata.uid().isEmpty()) {
      ObjectMetadata.of(object).set("uid", metadata.uid());
    }
  }

  private static void put(ObjectNode object, String pointer, int value) {
    int last = pointer.lastIndexOf('/');
    ObjectNode parent = last == 0 ? object : object.withObject(pointer.substring(0, last));
    parent.put(pointer.substring(last + 1), value);
  }

  /** A selector in the form of a query parameter; a text is taken as it is. */
  private static String selector(JsonNode selector) {
    if (selector.isTextual()) {
      return selector.asText();
    }
    boolean typed = selector.has("matchLabels") || selector.has("matchExpressions");
    return typed ? SelectorText.of(selector) : SelectorText.ofLabels(selector);
  }
}
