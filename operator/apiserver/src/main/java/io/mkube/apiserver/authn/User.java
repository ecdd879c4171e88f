package io.mkube.apiserver.authn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is asking.
 *
 * @param name user name
 * @param uid stable id, may be empty
 * @param groups groups, with {@code system:authenticated} for everybody who proved an identity
 * @param extra what else is known, by key
 */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  /** Group of everybody who proved an identity. */
  public static final String AUTHENTICATED = "system:authenticated";

  /** Group of everybody else. */
  public static final String UNAUTHENTICATED = "system:unauthenticated";

  /** Group whose members may do everything. */
  public static final String MASTERS = "system:masters";

  /** Key of the extra value that tells which of a user's credentials were shown. */
  public static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  /** Whoever shows no credentials. */
  public static final User ANONYMOUS = new User("system:anonymous", "", List.of(UNAUTHENTICATED));

  public User {
    groups = List.copyOf(groups);
    Map<String, List<String>> sorted = new TreeMap<>();
    extra.forEach((key, values) -> sorted.put(key, List.copyOf(values)));
    extra = Map.copyOf(sorted);
  }

  /** A user of whom nothing else is known. */
  public User(String name, String uid, List<String> groups) {
    this(name, uid, groups, Map.of());
  }

  /** Somebody who proved an identity. */
  public static User authenticated(String name, String uid, List<String> groups) {
    return authenticated(name, uid, groups, Map.of());
  }

  /** Somebody who proved an identity of which more is known. */
  public static User authenticated(
      String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    List<String> all = new ArrayList<>(groups);
    if (!all.contains(AUTHENTICATED)) {
      all.add(AUTHENTICATED);
    }
    return new User(name, uid, all, extra);
  }

  /** Whether nobody proved to be this user. */
  public boolean anonymous() {
    return name.equals(ANONYMOUS.name);
  }

  /** Whether this user may do everything. */
  public boolean master() {
    return groups.contains(MASTERS);
  }
}
