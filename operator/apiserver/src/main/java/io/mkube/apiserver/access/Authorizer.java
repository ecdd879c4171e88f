package io.mkube.apiserver.access;

import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.rbac.Decision;
import io.mkube.apiserver.rbac.RoleBindings;

/**
 * Who may do what: members of {@code system:masters} everything, all others what roles give them.
 * Thread-safe.
 */
public final class Authorizer {
  private static final Decision MASTER = new Decision(true, "");
  private final RoleBindings bindings;

  public Authorizer(RoleBindings bindings) {
    this.bindings = bindings;
  }

  /** Whether a user may do something, and why. */
  public Decision decide(User user, Access access) {
    return user.master() ? MASTER : bindings.decide(user.name(), user.groups(), access);
  }

  /** Whether a user may do something. */
  public boolean allows(User user, Access access) {
    return decide(user, access).allowed();
  }

  /**
   * Lets a user do something.
   *
   * @throws ApiException with 403
   */
  public Decision require(User user, Access access) {
    Decision decision = decide(user, access);
    if (decision.allowed()) {
      return decision;
    }
    throw refusal(user, access, decision);
  }

  /** What a user is told who may not do something. */
  static ApiException refusal(User user, Access access, Decision decision) {
    String sentence = escape(access.refusal(user.name()));
    String detail = decision.reason().isEmpty() ? sentence : sentence + ": " + decision.reason();
    return switch (access) {
      case Access.OnResource wanted ->
          ApiException.forbidden(
              new ObjectReference(wanted.group(), wanted.resource(), wanted.name()), detail);
      case Access.OnPath wanted -> ApiException.forbidden(new ObjectReference("", "", ""), detail);
    };
  }

  /** Browsers show messages, and the names in them come from clients. */
  private static String escape(String text) {
    if (text.indexOf('&') < 0 && text.indexOf('<') < 0 && text.indexOf('>') < 0) {
      return text;
    }
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
