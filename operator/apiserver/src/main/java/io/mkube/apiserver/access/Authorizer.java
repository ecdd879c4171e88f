package io.mkube.apiserver.access;

import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import java.util.Set;

/**
 * Who may do what: members of {@code system:masters} everything, all other users only ask about
 * themselves. Roles and their bindings are stored but give nothing. Thread-safe.
 */
public final class Authorizer {
  private static final Set<String> ABOUT_ONESELF =
      Set.of("selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews");

  /** Whether a user may do something. */
  public boolean allows(User user, Access access) {
    return user.groups().contains(User.MASTERS)
        || (access.verb().equals("create") && ABOUT_ONESELF.contains(access.resource()));
  }

  /** Whether a user may do everything. */
  public boolean allowsEverything(User user) {
    return user.groups().contains(User.MASTERS);
  }

  /**
   * Lets a user do something.
   *
   * @throws ApiException with 403
   */
  public void require(User user, Access access) {
    if (!allows(user, access)) {
      String where =
          access.namespace().isEmpty()
              ? " at the cluster scope"
              : " in the namespace \"" + access.namespace() + "\"";
      String plural = access.resource().split("/", 2)[0];
      throw ApiException.forbidden(
          new ObjectReference(access.group(), plural, access.name()),
          "User \""
              + user.name()
              + "\" cannot "
              + access.verb()
              + " resource \""
              + access.resource()
              + "\" in API group \""
              + access.group()
              + "\""
              + where);
    }
  }
}
