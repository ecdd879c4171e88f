package io.mkube.apiserver.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.patch.JsonPatches;
import io.mkube.apiserver.patch.MergePatch;
import io.mkube.apiserver.patch.PatchException;
import io.mkube.apiserver.patch.StrategicMergePatch;
import io.mkube.apiserver.resource.ServedResource;
import java.util.ArrayList;
import java.util.List;

/** The kinds of patches. */
public enum PatchType {
  JSON,
  MERGE,
  STRATEGIC,
  /** A configuration that is applied, {@code kubectl apply --server-side}. */
  APPLY;

  private static final String NOT_APPLICABLE =
      "the server rejected our request due to an error in our request";
  private static final String JSON_TYPE = "application/json-patch+json";
  private static final String MERGE_TYPE = "application/merge-patch+json";
  private static final String STRATEGIC_TYPE = "application/strategic-merge-patch+json";

  private static final String APPLY_TYPE = "application/apply-patch+yaml";

  /**
   * The kind that a media type names.
   *
   * @throws ApiException with 415, also for strategic patches of custom resources, whose lists have
   *     no merge keys
   */
  public static PatchType of(String mediaType, ServedResource resource) {
    boolean builtIn = resource.type().origin() == ResourceType.Origin.BUILT_IN;
    List<String> accepted =
        builtIn
            ? List.of(JSON_TYPE, MERGE_TYPE, STRATEGIC_TYPE, APPLY_TYPE)
            : List.of(JSON_TYPE, MERGE_TYPE, APPLY_TYPE);
    if (!accepted.contains(mediaType)) {
      throw new ApiException(
          builtIn ? new Failure.NoSuchPatch() : new Failure.UnsupportedMediaType(accepted));
    }
    return switch (mediaType) {
      case JSON_TYPE -> JSON;
      case MERGE_TYPE -> MERGE;
      case STRATEGIC_TYPE -> STRATEGIC;
      default -> APPLY;
    };
  }

  /**
   * Reads the body of such a patch.
   *
   * @throws ApiException with 400 or 413
   */
  public JsonBody read(RequestBodies bodies, Exchange exchange) {
    return switch (this) {
      case APPLY -> bodies.configuration(exchange);
      case JSON, MERGE -> bodies.document(exchange, "error decoding patch: ");
      case STRATEGIC -> bodies.document(exchange, "");
    };
  }

  /**
   * Applies a patch.
   *
   * @throws ApiException with 400, 413 or 422
   */
  public ObjectNode apply(ServedResource resource, ObjectNode object, JsonNode patch) {
    try {
      return switch (this) {
        case JSON -> JsonPatches.apply(object, patch);
        case MERGE -> MergePatch.apply(object, patch);
        case STRATEGIC -> StrategicMergePatch.apply(resource.type().kind(), object, patch);
        case APPLY -> throw new IllegalArgumentException("a configuration is applied elsewhere");
      };
    } catch (PatchException e) {
      throw refusal(e);
    }
  }

  /**
   * Applies a patch to an object without lists, for which strategic and plain merging are one.
   *
   * @throws ApiException with 400, 413 or 422
   */
  public ObjectNode applyUntyped(ObjectNode object, JsonNode patch) {
    if (this == STRATEGIC && patch.isNull()) {
      return object;
    }
    try {
      return this == JSON ? JsonPatches.apply(object, patch) : MergePatch.apply(object, patch);
    } catch (PatchException e) {
      throw refusal(e);
    }
  }

  /** What such a patch says twice or in vain, as warnings tell it. */
  List<String> findings(JsonBody patch) {
    String prefix = this == JSON ? "json patch " : "";
    List<String> findings = new ArrayList<>();
    if (this == JSON) {
      JsonPatches.unknownMembers(patch.value()).stream()
          .map(path -> prefix + "unknown field \"" + path + "\"")
          .forEach(findings::add);
    }
    patch.duplicates().stream()
        .map(path -> prefix + "duplicate field \"" + path + "\"")
        .forEach(findings::add);
    return findings;
  }

  /** A patch that does not fit is told as kube-apiserver tells it, which keeps the reason back. */
  private static ApiException refusal(PatchException e) {
    String message = String.valueOf(e.getMessage());
    return new ApiException(
        switch (e.reason()) {
          case MALFORMED -> new Failure.BadRequest(message);
          case NOT_APPLICABLE -> new Failure.Unprocessable(NOT_APPLICABLE);
          case TOO_LARGE -> new Failure.TooLarge(message);
          case NOT_STRATEGIC -> new Failure.NotMergeable(message);
        },
        e);
  }
}
