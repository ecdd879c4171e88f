package io.mkube.apiserver.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a token says.
 *
 * @param issuer who signed it
 * @param id its own id, may be empty
 * @param audiences whom it is for
 * @param validity when it holds
 * @param namespace namespace of the account
 * @param account the account
 * @param bound other objects that must live, by kind: {@code pod}, {@code secret}, {@code node}
 */
record Claims(
    String issuer,
    String id,
    List<String> audiences,
    Validity validity,
    String namespace,
    Named account,
    Map<String, Named> bound) {
  static final String POD = "pod";
  static final String SECRET = "secret";
  static final String NODE = "node";
  static final String SUBJECT = "system:serviceaccount:";

  /** Issuer of the tokens in Secrets, which never end. */
  static final String LEGACY_ISSUER = "kubernetes/serviceaccount";

  private static final String LEGACY = "kubernetes.io/serviceaccount/";
  private static final String KUBERNETES = "kubernetes.io";

  Claims {
    audiences = List.copyOf(audiences);
    bound = Map.copyOf(bound);
  }

  /**
   * An object.
   *
   * @param name name
   * @param uid uid, {@code ""} if it does not matter
   */
  record Named(String name, String uid) {
    static Named of(JsonNode node) {
      return new Named(node.path("name").asText(""), node.path("uid").asText(""));
    }

    ObjectNode json() {
      ObjectNode node = Json.object().put("name", name);
      return uid.isEmpty() ? node : node.put("uid", uid);
    }
  }

  /**
   * When a token holds.
   *
   * @param from first moment, null for any
   * @param until last moment, null for ever
   * @param warnAfter when its holder should have fetched a new one, null if that does not differ
   */
  record Validity(@Nullable Instant from, @Nullable Instant until, @Nullable Instant warnAfter) {
    /** For ever. */
    static final Validity UNLIMITED = new Validity(null, null, null);

    Validity(Instant from, Instant until) {
      this(from, until, null);
    }

    boolean at(Instant time, Duration leeway) {
      return (from == null || !time.plus(leeway).isBefore(from))
          && (until == null || !time.minus(leeway).isAfter(until));
    }
  }

  /** Whether this is the token of a Secret. */
  boolean legacy() {
    return issuer.equals(LEGACY_ISSUER);
  }

  User user() {
    Map<String, List<String>> extra = new TreeMap<>();
    if (!id.isEmpty()) {
      extra.put(User.CREDENTIAL_ID, List.of("JTI=" + id));
    }
    put(extra, POD);
    put(extra, NODE);
    return User.authenticated(
        SUBJECT + namespace + ":" + account.name(),
        account.uid(),
        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
        extra);
  }

  private void put(Map<String, List<String>> extra, String kind) {
    Named object = bound.get(kind);
    if (object != null) {
      extra.put("authentication.kubernetes.io/" + kind + "-name", List.of(object.name()));
      if (!object.uid().isEmpty()) {
        extra.put("authentication.kubernetes.io/" + kind + "-uid", List.of(object.uid()));
      }
    }
  }

  /** The claims as they are signed. */
  ObjectNode json() {
    return legacy() ? legacyJson() : boundJson();
  }

  private ObjectNode boundJson() {
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray("aud");
    audiences.forEach(array::add);
    Instant from = validity.from();
    Instant until = validity.until();
    if (from == null || until == null) {
      throw new IllegalStateException("a bound token has an end");
    }
    node.put("exp", until.getEpochSecond()).put("iat", from.getEpochSecond());
    node.put("iss", issuer).put("jti", id);
    ObjectNode kubernetes = node.putObject(KUBERNETES).put("namespace", namespace);
    new TreeMap<>(bound).forEach((kind, object) -> kubernetes.set(kind, object.json()));
    kubernetes.set("serviceaccount", account.json());
    Instant warnAfter = validity.warnAfter();
    if (warnAfter != null) {
      kubernetes.put("warnafter", warnAfter.getEpochSecond());
    }
    node.put("nbf", from.getEpochSecond());
    return node.put("sub", SUBJECT + namespace + ":" + account.name());
  }

  private ObjectNode legacyJson() {
    Named secret = bound.get(SECRET);
    if (secret == null) {
      throw new IllegalStateException("a token that does not end is bound to a Secret");
    }
    return Json.object()
        .put("iss", issuer)
        .put(LEGACY + "namespace", namespace)
        .put(LEGACY + "secret.name", secret.name())
        .put(LEGACY + "service-account.name", account.name())
        .put(LEGACY + "service-account.uid", account.uid())
        .put("sub", SUBJECT + namespace + ":" + account.name());
  }

  /** Reads claims; null if they do not name an account, or contradict themselves. */
  static @Nullable Claims parse(ObjectNode node) {
    String issuer = node.path("iss").asText("");
    boolean legacy = issuer.equals(LEGACY_ISSUER);
    JsonNode kubernetes = node.path(KUBERNETES);
    String namespace =
        (legacy ? node.path(LEGACY + "namespace") : kubernetes.path("namespace")).asText("");
    Named account =
        legacy
            ? new Named(
                node.path(LEGACY + "service-account.name").asText(""),
                node.path(LEGACY + "service-account.uid").asText(""))
            : Named.of(kubernetes.path("serviceaccount"));
    boolean complete =
        !namespace.isEmpty()
            && !account.name().isEmpty()
            && !account.uid().isEmpty()
            && node.path("sub").asText("").equals(SUBJECT + namespace + ":" + account.name());
    if (!complete || !(legacy || (node.path("exp").isNumber() && node.path("nbf").isNumber()))) {
      return null;
    }
    Map<String, Named> bound = legacy ? secret(node) : objects(kubernetes);
    return new Claims(
        issuer,
        node.path("jti").asText(""),
        audiences(node.path("aud")),
        legacy ? Validity.UNLIMITED : new Validity(time(node, "nbf"), time(node, "exp")),
        namespace,
        account,
        bound);
  }

  private static Map<String, Named> secret(ObjectNode node) {
    return Map.of(SECRET, new Named(node.path(LEGACY + "secret.name").asText(""), ""));
  }

  private static Map<String, Named> objects(JsonNode kubernetes) {
    Map<String, Named> objects = new TreeMap<>();
    for (String kind : List.of(POD, SECRET, NODE)) {
      if (kubernetes.path(kind).isObject()) {
        objects.put(kind, Named.of(kubernetes.path(kind)));
      }
    }
    return objects;
  }

  private static Instant time(ObjectNode node, String field) {
    return Instant.ofEpochSecond(node.path(field).asLong());
  }

  private static List<String> audiences(JsonNode node) {
    List<String> audiences = new ArrayList<>();
    if (node.isTextual()) {
      audiences.add(node.asText());
    }
    node.forEach(audience -> audiences.add(audience.asText()));
    return audiences;
  }
}
