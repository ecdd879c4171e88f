package io.mkube.store.nats.access;

import java.nio.file.Path;

/** How the store identifies itself to NATS. Secrets are never part of the text forms. */
public sealed interface NatsLogin {
  /** For messages: without secrets. */
  default String described() {
    return switch (this) {
      case Anonymous anonymous -> "without credentials";
      case UserPassword user -> "of user " + user.user();
      case Token token -> "by token";
      case CredentialsFile credentials -> "by creds=" + credentials.file();
      case NkeyFile nkey -> "by nkey=" + nkey.file();
    };
  }

  /** Not at all. */
  record Anonymous() implements NatsLogin {}

  /**
   * By name.
   *
   * @param user user name
   * @param password its password
   */
  record UserPassword(String user, String password) implements NatsLogin {
    @Override
    public String toString() {
      return "user " + user;
    }
  }

  /**
   * By a token.
   *
   * @param token the token
   */
  record Token(String token) implements NatsLogin {
    @Override
    public String toString() {
      return "token";
    }
  }

  /**
   * By a credentials file with JWT and seed, as {@code nsc} writes it.
   *
   * @param file the file; it is read at every connect, so it can be replaced while running
   */
  record CredentialsFile(Path file) implements NatsLogin {}

  /**
   * By an nkey.
   *
   * @param file the file with the seed, {@code SU…}
   */
  record NkeyFile(Path file) implements NatsLogin {}
}
