package io.mkube.apiserver.access;

import io.mkube.apiserver.authn.Authenticator;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.rbac.Decision;
import io.mkube.apiserver.request.ResourcePath;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets requests in: who asks, as whom they act, and whether they may. Thread-safe. */
public final class Doorkeeper {
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final Impersonation impersonation;

  public Doorkeeper(Authenticator authenticator, Authorizer authorizer) {
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.impersonation = new Impersonation(authorizer);
  }

  /**
   * Admits a request.
   *
   * @param target the resource that it names, null if it names none
   * @throws ApiException with 401, 403, or 400 for headers that contradict each other
   */
  public Visitor admit(Exchange exchange, @Nullable ResourcePath target) {
    return admit(exchange, target, visitor -> {}, (user, access) -> {});
  }

  /**
   * Admits a request and tells who asks as soon as it is known, also if they are then refused.
   *
   * @param target the resource that it names, null if it names none
   * @param known told the visitor, first without and then with the decision
   * @param acting told as whom they act and what they want, before it is decided
   * @throws ApiException with 401, 403, or 400 for headers that contradict each other
   */
  public Visitor admit(
      Exchange exchange,
      @Nullable ResourcePath target,
      Consumer<Visitor> known,
      BiConsumer<User, Access> acting) {
    User real =
        authenticator
            .authenticate(exchange)
            .orElseThrow(() -> new ApiException(new Failure.Unauthorized()));
    Access access =
        target == null
            ? RequestAccess.onPath(exchange.method(), exchange.path())
            : RequestAccess.onResource(exchange.method(), target, exchange.query());
    known.accept(new Visitor(real, Optional.empty(), access, UNDECIDED));
    Optional<User> other = impersonation.impersonated(exchange, real);
    acting.accept(other.orElse(real), access);
    Decision decision = authorizer.decide(other.orElse(real), access);
    Visitor visitor = new Visitor(real, other, access, decision);
    known.accept(visitor);
    if (!decision.allowed()) {
      throw Authorizer.refusal(visitor.user(), access, decision);
    }
    return visitor;
  }

  private static final Decision UNDECIDED = new Decision(false, "");

  /**
   * Whoever made a request.
   *
   * @param real who proved to be it
   * @param impersonated as whom they act, if not as themselves
   * @param access what they want
   * @param decision whether they may
   */
  public record Visitor(User real, Optional<User> impersonated, Access access, Decision decision) {
    /** The user that counts for everything behind the door. */
    public User user() {
      return impersonated.orElse(real);
    }
  }
}
