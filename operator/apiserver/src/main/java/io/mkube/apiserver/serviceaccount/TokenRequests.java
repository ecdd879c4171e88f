package io.mkube.apiserver.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.pki.PossibleTime;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.Call;
import io.mkube.store.StoreKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Issues tokens: {@code POST …/serviceaccounts/NAME/token}. Thread-safe. */
public final class TokenRequests {
  private static final String GROUP = "authentication.k8s.io";
  private static final String KIND = "TokenRequest";
  private static final long DEFAULT_SECONDS = 3600;
  private static final long LEAST_SECONDS = 600;
  private static final long MOST_SECONDS = 1L << 32;

  /**
   * What the volumes of pods ask for. Programs that never read their token again would stop working
   * after it, so such a token holds for a year, as with kube-apiserver's {@code
   * --service-account-extend-token-expiration}.
   */
  private static final long EXTENDED_FROM_SECONDS = 3607;

  private static final Duration EXTENDED = Duration.ofDays(365);
  private final ObjectStorage storage;
  private final TokenKeys keys;
  private final String issuer;
  private final Clock clock;

  /**
   * Issues for one issuer.
   *
   * @param keys sign
   * @param issuer name of this server in tokens, and their audience if none is asked for
   */
  public TokenRequests(ObjectStorage storage, TokenKeys keys, String issuer, Clock clock) {
    this.storage = storage;
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** Answers one request. */
  public Answer perform(Call call, JsonBody body, WriteOptions options) {
    if (!(body.value() instanceof ObjectNode request)) {
      throw ApiException.badRequest("the body of the request is not an object");
    }
    CachedObject account =
        storage
            .get(call.resource().key(call.namespace(), call.name()))
            .orElseThrow(() -> ApiException.notFound(call.resource().reference(call.name())));
    requireSameAccount(call, ObjectMetadata.of(request));
    ObjectNode spec = request.withObject("/spec");
    long seconds = seconds(spec);
    Map<String, Claims.Named> bound = bound(call, spec.path("boundObjectRef"));
    complete(call, request, spec, seconds);
    Instant now = PossibleTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plusSeconds(seconds);
    if (!options.dryRun()) {
      Claims claims =
          new Claims(
              issuer,
              UUID.randomUUID().toString(),
              texts(spec.path("audiences")),
              extended(spec, bound, seconds)
                  ? new Claims.Validity(now, now.plus(EXTENDED), end)
                  : new Claims.Validity(now, end),
              call.namespace(),
              new Claims.Named(account.name(), account.uid()),
              bound);
      request.withObject("/status").put("token", keys.sign(claims.json()));
    }
    request.withObject("/status").put("expirationTimestamp", end.toString());
    return new Answer.Document(201, request);
  }

  private boolean extended(ObjectNode spec, Map<String, Claims.Named> bound, long seconds) {
    return seconds == EXTENDED_FROM_SECONDS
        && bound.containsKey(Claims.POD)
        && texts(spec.path("audiences")).stream().allMatch(issuer::equals);
  }

  private static void requireSameAccount(Call call, ObjectMetadata metadata) {
    if (!metadata.namespace().isEmpty() && !metadata.namespace().equals(call.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!metadata.name().isEmpty() && !metadata.name().equals(call.name())) {
      throw new ApiException(
          new Failure.Invalid(
              GROUP,
              KIND,
              call.name(),
              List.of(
                  FieldError.invalid(
                      "metadata.name",
                      TextNode.valueOf(metadata.name()).toString(),
                      "must match the service account name if specified"))));
    }
  }

  private void complete(Call call, ObjectNode request, ObjectNode spec, long seconds) {
    request.put("apiVersion", GROUP + "/v1").put("kind", KIND);
    request.remove("status");
    ObjectMetadata metadata = ObjectMetadata.of(request);
    metadata.set("name", call.name());
    metadata.set("namespace", call.namespace());
    metadata.set("creationTimestamp", ObjectMetadata.timestamp(clock));
    spec.put("expirationSeconds", seconds);
    if (spec.path("audiences").isEmpty()) {
      ArrayNode audiences = spec.putArray("audiences");
      audiences.add(issuer);
    }
  }

  private static long seconds(ObjectNode spec) {
    JsonNode asked = spec.path("expirationSeconds");
    if (asked.isMissingNode() || asked.isNull()) {
      return DEFAULT_SECONDS;
    }
    long seconds = asked.asLong();
    if (seconds < LEAST_SECONDS) {
      throw refusal(asked, "may not specify a duration less than 10 minutes");
    }
    if (seconds > MOST_SECONDS) {
      throw refusal(asked, "may not specify a duration larger than 2^32 seconds");
    }
    return seconds;
  }

  private static ApiException refusal(JsonNode asked, String detail) {
    return new ApiException(
        new Failure.Invalid(
            GROUP,
            KIND,
            "",
            List.of(FieldError.invalid("spec.expirationSeconds", asked.toString(), detail))));
  }

  private Map<String, Claims.Named> bound(Call call, JsonNode reference) {
    if (!reference.isObject()) {
      return Map.of();
    }
    String kind = reference.path("kind").asText("");
    String resource =
        switch (kind) {
          case "Pod" -> "pods";
          case "Secret" -> "secrets";
          case "Node" -> "nodes";
          default -> "";
        };
    String version = reference.path("apiVersion").asText("");
    if (resource.isEmpty() || !(version.isEmpty() || version.equals("v1"))) {
      throw ApiException.badRequest(
          "cannot bind token to object of type /" + version + ", Kind=" + kind);
    }
    String namespace = kind.equals("Node") ? "" : call.namespace();
    String name = reference.path("name").asText("");
    ObjectReference target = new ObjectReference("", resource, name);
    CachedObject object =
        (name.isEmpty()
                ? Optional.<CachedObject>empty()
                : storage.get(new StoreKey("", resource, namespace, name)))
            .orElseThrow(() -> ApiException.notFound(target));
    String uid = reference.path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw ApiException.conflict(
          new ObjectReference("", kind, name),
          "the UID in the bound object reference ("
              + uid
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
    Map<String, Claims.Named> bound = new TreeMap<>();
    bound.put(kind.toLowerCase(Locale.ROOT), new Claims.Named(name, object.uid()));
    if (kind.equals("Pod")) {
      addNode(call, object.decode(), bound);
    }
    return bound;
  }

  private void addNode(Call call, ObjectNode pod, Map<String, Claims.Named> bound) {
    JsonNode spec = pod.path("spec");
    if (!spec.path("serviceAccountName").asText("default").equals(call.name())) {
      throw ApiException.badRequest(
          "cannot bind token for serviceaccount \""
              + call.name()
              + "\" to pod running with different serviceaccount name.");
    }
    String node = spec.path("nodeName").asText("");
    if (!node.isEmpty()) {
      String uid =
          storage.get(new StoreKey("", "nodes", "", node)).map(CachedObject::uid).orElse("");
      bound.put(Claims.NODE, new Claims.Named(node, uid));
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
