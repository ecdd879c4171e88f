package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.MergeType;
import io.mkube.apiserver.merge.TypeCheck;
import java.util.List;
import java.util.function.Predicate;

/**
 * What has to be known of a kind to track its fields.
 *
 * @param kind kind, in the version that is written in
 * @param type how objects are merged
 * @param reset paths that a write here never owns, because the server resets them
 * @param alwaysThere paths that every object has, so that no write adds them
 * @param versions whether an apiVersion is another version of the kind; entries in other versions
 *     are dropped
 */
public record ObjectShape(
    GroupVersionKind kind,
    MergeType type,
    FieldSet reset,
    FieldSet alwaysThere,
    Predicate<String> versions) {
  /** The version that is written in. */
  String apiVersion() {
    return kind.apiVersion();
  }

  /**
   * What an applied configuration must be.
   *
   * @throws ApiException with 400 if it is of another kind or carries managed fields, 500 if it
   *     does not fit the schema
   */
  void check(ObjectNode config) {
    JsonNode metadata = config.path("metadata");
    GroupVersionKind given =
        GroupVersionKind.of(config.path("apiVersion").asText(""), config.path("kind").asText(""));
    if (!given.equals(kind)) {
      throw ApiException.badRequest("invalid object type: " + text(given));
    }
    if (metadata.hasNonNull("managedFields")) {
      throw ApiException.badRequest("metadata.managedFields must be nil");
    }
    List<String> errors = TypeCheck.errors(type, config);
    if (!errors.isEmpty()) {
      throw new ApiException(
          new Failure.NotMergeable(
              "failed to create typed patch object ("
                  + metadata.path("namespace").asText("")
                  + "/"
                  + metadata.path("name").asText("")
                  + "; "
                  + text(kind)
                  + "): "
                  + TypeCheck.text(errors)));
    }
  }

  private static String text(GroupVersionKind kind) {
    return kind.group() + "/" + kind.version() + ", Kind=" + kind.kind();
  }
}
