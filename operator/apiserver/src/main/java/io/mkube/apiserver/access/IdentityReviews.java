package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.BearerTokens;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Tells whose a token is, and writes users down. Thread-safe. */
public final class IdentityReviews {
  private final List<BearerTokens> tokens;
  private final List<String> audiences;

  /**
   * Reviews of tokens.
   *
   * @param tokens kinds of tokens
   * @param audiences names of this server in tokens
   */
  public IdentityReviews(List<BearerTokens> tokens, List<String> audiences) {
    this.tokens = List.copyOf(tokens);
    this.audiences = List.copyOf(audiences);
  }

  /** Answers a {@code TokenReview}; the token itself is not repeated. */
  void review(ObjectNode review) {
    JsonNode spec = review.path("spec");
    String token = spec.path("token").asText("");
    if (token.isEmpty()) {
      throw ApiException.badRequest("token is required for TokenReview in authentication");
    }
    List<String> asked = new ArrayList<>();
    spec.path("audiences").forEach(audience -> asked.add(audience.asText()));
    review.withObject("/spec").remove("token");
    ObjectNode status = review.putObject("status");
    Optional<BearerTokens.Recognised> found = find(token, asked);
    if (found.isEmpty()) {
      status.putObject("user");
      status.put("error", "invalid bearer token");
      return;
    }
    status.put("authenticated", true);
    describe(status.putObject("user"), found.get().user());
    if (!found.get().audiences().isEmpty()) {
      ArrayNode array = status.putArray("audiences");
      found.get().audiences().forEach(array::add);
    }
  }

  private Optional<BearerTokens.Recognised> find(String token, List<String> asked) {
    for (BearerTokens kind : tokens) {
      Optional<BearerTokens.Recognised> found = kind.recognise(token, asked, audiences);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Writes a user in the form of {@code UserInfo}. */
  public static void describe(ObjectNode info, User user) {
    info.put("username", user.name());
    if (!user.uid().isEmpty()) {
      info.put("uid", user.uid());
    }
    ArrayNode groups = info.putArray("groups");
    user.groups().forEach(groups::add);
    if (!user.extra().isEmpty()) {
      ObjectNode extra = info.putObject("extra");
      new TreeMap<>(user.extra())
          .forEach(
              (key, values) -> {
                ArrayNode array = extra.putArray(key);
                values.forEach(array::add);
              });
    }
  }
}
