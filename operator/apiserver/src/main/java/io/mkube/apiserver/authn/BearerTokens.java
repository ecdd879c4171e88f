package io.mkube.apiserver.authn;

import java.util.List;
import java.util.Optional;

/** One way to tell whose a bearer token is. Implementations are thread-safe. */
public interface BearerTokens {
  /** The user that a token belongs to; empty if it is not known here or no longer holds. */
  Optional<User> user(String token);

  /**
   * The same for a token that was shown to somebody else.
   *
   * @param asked whom it was shown to, empty for this server
   * @param own names of this server
   */
  default Optional<Recognised> recognise(String token, List<String> asked, List<String> own) {
    List<String> common = asked.isEmpty() ? own : asked.stream().filter(own::contains).toList();
    return common.isEmpty()
        ? Optional.empty()
        : user(token).map(user -> new Recognised(user, common));
  }

  /**
   * A token's owner.
   *
   * @param user whose it is
   * @param audiences those of the asked audiences that it is meant for
   */
  record Recognised(User user, List<String> audiences) {
    public Recognised {
      audiences = List.copyOf(audiences);
    }
  }
}
