package io.mkube.apiserver.authn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Static bearer tokens, one a line: {@code token,user,uid,"group1,group2"}; the form of
 * kube-apiserver's {@code --token-auth-file}. Only digests are kept, which also makes the lookup
 * independent of how much of a token was guessed. Immutable.
 */
public final class TokenFile implements BearerTokens {
  /** Copied for every token, because looking for the algorithm costs more than a digest. */
  private static final MessageDigest SHA_256 = sha256();

  private final Map<ByteBuffer, User> users;

  private TokenFile(Map<ByteBuffer, User> users) {
    this.users = users;
  }

  /** No tokens. */
  public static TokenFile empty() {
    return new TokenFile(Map.of());
  }

  /**
   * Reads a token file.
   *
   * @throws IOException if it cannot be read or a line has fewer than three columns; the message
   *     names the line, never its content
   */
  public static TokenFile read(Path file) throws IOException {
    Map<ByteBuffer, User> users = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> columns = columns(line);
      if (columns.size() < 3 || columns.get(0).isEmpty() || columns.get(1).isEmpty()) {
        throw new IOException(
            file + ", line " + number + ": expected token,user,uid[,\"group1,group2\"]");
      }
      List<String> groups =
          columns.size() < 4 || columns.get(3).isBlank()
              ? List.of()
              : List.of(columns.get(3).split("\\s*,\\s*", -1));
      users.put(digest(columns.get(0)), User.authenticated(columns.get(1), columns.get(2), groups));
    }
    return new TokenFile(users);
  }

  @Override
  public Optional<User> user(String token) {
    return Optional.ofNullable(users.get(digest(token)));
  }

  private static List<String> columns(String line) {
    List<String> columns = new ArrayList<>();
    StringBuilder column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(column.toString().strip());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString().strip());
    return columns;
  }

  private static ByteBuffer digest(String token) {
    try {
      MessageDigest digest = (MessageDigest) SHA_256.clone();
      return ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
