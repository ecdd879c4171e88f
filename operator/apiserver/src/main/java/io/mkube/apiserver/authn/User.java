package io.mkube.apiserver.authn;

import java.util.List;

/**
 * Who is asking.
 *
 * @param name user name
 * @param uid stable id, may be empty
 * @param groups groups, with {@code system:authenticated} for everybody who proved an identity
 */
public record User(String name, String uid, List<String> groups) {
  /** Group of everybody who proved an identity. */
  public static final String AUTHENTICATED = "system:authenticated";

  /** Group whose members may do everything. */
  public static final String MASTERS = "system:masters";

  public User {
    groups = List.copyOf(groups);
  }

  static User authenticated(String name, String uid, List<String> groups) {
    List<String> all = new java.util.ArrayList<>(groups);
    if (!all.contains(AUTHENTICATED)) {
      all.add(AUTHENTICATED);
    }
    return new User(name, uid, all);
  }
}
