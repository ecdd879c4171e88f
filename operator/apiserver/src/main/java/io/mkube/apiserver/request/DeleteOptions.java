package io.mkube.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Options of deletes.
 *
 * @param dryRun whether nothing is deleted
 * @param graceSeconds grace period, empty for the kind's own
 * @param propagation what happens to dependents, empty for the kind's own
 * @param uid uid that the object must have, {@code ""} for any
 * @param resourceVersion resourceVersion that the object must have, {@code ""} for any
 */
public record DeleteOptions(
    boolean dryRun,
    OptionalLong graceSeconds,
    Optional<Propagation> propagation,
    String uid,
    String resourceVersion) {
  private static final String KIND = "DeleteOptions";
  private static final ObjectSchema SCHEMA =
      ObjectSchema.ofBuiltIn(new GroupVersionKind("", "v1", KIND));

  /** What happens to dependents. */
  public enum Propagation {
    BACKGROUND,
    /**
     * What {@code orphanDependents=false} asks for: as above, and to be told what stays a while.
     */
    CASCADE,
    FOREGROUND,
    ORPHAN
  }

  /** Whether the client is to be told by the status that the object is not gone yet. */
  public boolean tellsStaying() {
    return propagation.filter(Propagation.CASCADE::equals).isPresent();
  }

  /** Deletes as the server itself does. */
  public static DeleteOptions background(String uid) {
    return new DeleteOptions(
        false, OptionalLong.empty(), Optional.of(Propagation.BACKGROUND), uid, "");
  }

  /**
   * Reads options from the URL and, before it, from the body.
   *
   * @throws ApiException with 400 or 422
   */
  public static DeleteOptions parse(Query query, ObjectNode body) {
    String kind = body.path("kind").asText("");
    if (!kind.isEmpty() && !kind.equals(KIND)) {
      throw ApiException.badRequest(
          "no kind \"%s\" is registered for version \"%s\" in the options of a delete"
              .formatted(kind, body.path("apiVersion").asText("")));
    }
    requireTypes(body);
    List<String> dryRun = new ArrayList<>(query.all("dryRun"));
    body.path("dryRun").forEach(value -> dryRun.add(value.asText()));
    JsonNode preconditions = body.path("preconditions");
    return new DeleteOptions(
        WriteOptions.dryRun(KIND, dryRun),
        grace(query, body.path("gracePeriodSeconds")),
        propagation(query, body),
        preconditions.path("uid").asText(""),
        preconditions.path("resourceVersion").asText(""));
  }

  private static void requireTypes(ObjectNode body) {
    SCHEMA
        .typeMismatch(body)
        .ifPresent(
            mismatch -> {
              throw ApiException.badRequest(mismatch.substring(mismatch.indexOf("json: ")));
            });
  }

  private static OptionalLong grace(Query query, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return query.number("gracePeriodSeconds");
    }
    return OptionalLong.of(value.asLong());
  }

  private static Optional<Propagation> propagation(Query query, ObjectNode body) {
    String policy = body.path("propagationPolicy").asText(query.text("propagationPolicy"));
    Optional<Boolean> orphan =
        body.path("orphanDependents").isBoolean()
            ? Optional.of(body.path("orphanDependents").booleanValue())
            : query.flag("orphanDependents");
    if (orphan.isPresent() && !policy.isEmpty()) {
      throw OptionErrors.invalid(
          KIND,
          FieldError.invalid(
              "propagationPolicy",
              "\"" + policy + "\"",
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (orphan.isPresent()) {
      return Optional.of(orphan.get() ? Propagation.ORPHAN : Propagation.CASCADE);
    }
    return switch (policy) {
      case "" -> Optional.empty();
      case "Background" -> Optional.of(Propagation.BACKGROUND);
      case "Foreground" -> Optional.of(Propagation.FOREGROUND);
      case "Orphan" -> Optional.of(Propagation.ORPHAN);
      default ->
          throw OptionErrors.invalid(
              KIND,
              FieldError.notSupported(
                  "propagationPolicy",
                  "\"" + policy + "\"",
                  "\"Foreground\", \"Background\", \"Orphan\", \"nil\""));
    };
  }
}
