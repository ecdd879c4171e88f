package io.mkube.apiserver.serviceaccount;

import io.mkube.apiserver.authn.BearerTokens;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.pki.PossibleTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the service account behind a token. A token holds as long as its time lasts and the account
 * and all that it is bound to live, each with the uid that it had. Thread-safe.
 */
public final class ServiceAccountTokens implements BearerTokens {
  /** Clocks differ. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  /** Signatures are checked once for each token; more tokens than this begin anew. */
  private static final int MAX_REMEMBERED = 10_000;

  private final TokenKeys keys;
  private final String issuer;
  private final WatchCache cache;
  private final Clock clock;
  private final Map<String, Verified> verified = new ConcurrentHashMap<>();

  /**
   * Tokens of one issuer.
   *
   * @param keys who may have signed
   * @param issuer name of this server in tokens, and their usual audience
   * @param cache living objects
   * @param clock the time
   */
  public ServiceAccountTokens(TokenKeys keys, String issuer, WatchCache cache, Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.cache = cache;
    this.clock = clock;
  }

  private record Verified(Claims claims, User user) {}

  @Override
  public Optional<User> user(String token) {
    return recognise(token, List.of(), List.of(issuer)).map(Recognised::user);
  }

  @Override
  public Optional<Recognised> recognise(String token, List<String> asked, List<String> own) {
    Optional<Verified> found = verify(token);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Claims claims = found.get().claims();
    List<String> wanted = asked.isEmpty() ? own : asked;
    List<String> meant = claims.legacy() ? own : claims.audiences();
    List<String> common = wanted.stream().filter(meant::contains).toList();
    boolean holds =
        !common.isEmpty()
            && claims.validity().at(PossibleTime.now(clock), LEEWAY)
            && lives(claims, token);
    return holds ? Optional.of(new Recognised(found.get().user(), common)) : Optional.empty();
  }

  private Optional<Verified> verify(String token) {
    // Anything without two dots is no token of ours, and not worth a digest.
    if (token.indexOf('.') < 0) {
      return Optional.empty();
    }
    String digest = digest(token);
    Verified known = verified.get(digest);
    if (known != null) {
      return Optional.of(known);
    }
    Claims claims = keys.verify(token).map(Claims::parse).orElse(null);
    if (claims == null || !(claims.issuer().equals(issuer) || claims.legacy())) {
      return Optional.empty();
    }
    Verified found = new Verified(claims, claims.user());
    if (verified.size() >= MAX_REMEMBERED) {
      verified.clear();
    }
    verified.put(digest, found);
    return Optional.of(found);
  }

  private boolean lives(Claims claims, String token) {
    String namespace = claims.namespace();
    boolean all = lives("serviceaccounts", namespace, claims.account());
    for (Map.Entry<String, Claims.Named> entry : claims.bound().entrySet()) {
      String kind = entry.getKey();
      Claims.Named object = entry.getValue();
      boolean one =
          switch (kind) {
            // The node of a pod's token is only told, it need not live.
            case Claims.NODE ->
                claims.bound().containsKey(Claims.POD) || lives("nodes", "", object);
            case Claims.POD -> lives("pods", namespace, object);
            default ->
                lives("secrets", namespace, object)
                    && (!claims.legacy() || holds(namespace, object.name(), token));
          };
      all = all && one;
    }
    return all;
  }

  private boolean lives(String resource, String namespace, Claims.Named wanted) {
    Optional<CachedObject> found = cache.of("", resource).get(namespace, wanted.name());
    if (found.isEmpty()) {
      // Another server may have made it a moment ago.
      cache.awaitLatest();
      found = cache.of("", resource).get(namespace, wanted.name());
    }
    return found.isPresent()
        && (wanted.uid().isEmpty() || found.get().uid().equals(wanted.uid()))
        && !(found.get().deleting() && gone(found.get()));
  }

  /** Something that is being deleted keeps its tokens until it should have ended. */
  private boolean gone(CachedObject object) {
    try {
      Instant end = Instant.parse(ObjectMetadata.of(object.decode()).deletionTimestamp());
      return end.plus(LEEWAY).isBefore(PossibleTime.now(clock));
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  /** Whether a Secret still holds exactly this token. */
  private boolean holds(String namespace, String secret, String token) {
    String stored =
        cache
            .of("", "secrets")
            .get(namespace, secret)
            .map(object -> object.decode().path("data").path("token").asText(""))
            .orElse("");
    byte[] expected = Base64.getEncoder().encode(token.getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(stored.getBytes(StandardCharsets.UTF_8), expected);
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
