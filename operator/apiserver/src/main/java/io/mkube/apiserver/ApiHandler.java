package io.mkube.apiserver;

import io.mkube.apiserver.access.Doorkeeper;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.audit.AuditTrail;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.discovery.Discovery;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.flow.FlowSchemas;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.overload.RequestKind;
import io.mkube.apiserver.overload.RunningRequests;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.verb.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its first byte to its last: who asks, what is asked, what is served, and the one
 * place where failures become answers.
 */
final class ApiHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private final Services services;

  ApiHandler(Services services) {
    this.services = services;
  }

  void handle(Exchange exchange) {
    Measured measured = new Measured(exchange);
    AuditTrail trail = services.audit().begin(exchange);
    try {
      dispatch(exchange, measured, trail);
    } catch (ApiException e) {
      fail(exchange, e.failure(), trail);
    } catch (IOException e) {
      LOG.debug(
          "{} {}: the client went away: {}", exchange.method(), exchange.path(), e.toString());
      exchange.abort();
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
      fail(exchange, new Failure.Internal(String.valueOf(e.getMessage())), trail);
    } finally {
      measured.record(services.metrics());
    }
  }

  private void dispatch(Exchange exchange, Measured measured, AuditTrail trail) throws IOException {
    if (services.health().answer(exchange)) {
      return;
    }
    if (exchange.plain() && !services.insecureApi()) {
      if (!services.metrics().answer(exchange)) {
        throw new ApiException(new Failure.NoSuchPage());
      }
      return;
    }
    Optional<ResourcePath> target = ResourcePath.parse(exchange.path());
    trail.target(target.orElse(null));
    Doorkeeper.Visitor visitor =
        services
            .doorkeeper()
            .admit(
                exchange,
                target.orElse(null),
                trail::visitor,
                (user, access) ->
                    services.flows().of(user, access).ifPresent(flow -> tell(exchange, flow)));
    User user = visitor.user();
    if (target.isPresent()) {
      serve(exchange, user, target.get(), measured);
      if (measured.streams()) {
        trail.streams(exchange);
      }
    } else {
      Duration time = Query.parse(exchange.query()).timeout(services.running().limits().request());
      services.running().run(RequestKind.READ_ONLY, time, () -> document(exchange));
    }
  }

  /** How kube-apiserver shows to which flow schema a request belongs. */
  private static void tell(Exchange exchange, FlowSchemas.Flow flow) {
    exchange.addHeader("X-Kubernetes-Pf-Flowschema-Uid", flow.schema());
    exchange.addHeader("X-Kubernetes-Pf-Prioritylevel-Uid", flow.level());
  }

  private void document(Exchange exchange) throws IOException {
    boolean head = exchange.method().equals("HEAD") && !Discovery.routed(exchange.path());
    if (!exchange.method().equals("GET") && !head) {
      throw new ApiException(
          Discovery.serves(exchange.path())
              ? new Failure.MethodNotAllowed()
              : new Failure.NoSuchPage());
    }
    if (!services.metrics().answer(exchange)
        && !services.health().answerFigures(exchange)
        && !services.openId().answer(exchange)
        && !services.discovery().answer(exchange)) {
      throw new ApiException(new Failure.NoSuchPage());
    }
  }

  private void serve(Exchange exchange, User user, ResourcePath target, Measured measured)
      throws IOException {
    ServedResource resource =
        services
            .registry()
            .catalog()
            .find(target.group(), target.version(), target.resource())
            .orElseThrow(() -> new ApiException(unknown(target)));
    requireNamespace(resource, target, exchange.method());
    Warnings warnings = new Warnings(exchange);
    Query query = Query.parse(exchange.query());
    ApiRequest request =
        ApiRequest.parse(
            exchange.method(), target, query, exchange.header("User-Agent").orElse(""));
    measured.is(request, query);
    Call call = new Call(user, resource, request.target(), warnings::add);
    requireScope(resource, request);
    request.target().requireName();
    if (resource.definition() != null && !resource.definition().deprecation().isEmpty()) {
      warnings.add(resource.definition().deprecation());
    }
    RunningRequests.Work work =
        () -> {
          Optional<Answer> answer;
          try {
            answer = services.verbs().perform(exchange, call, request, query);
          } catch (ApiException e) {
            // What was noticed before the refusal is told all the same.
            warnings.send();
            throw e;
          }
          if (answer.isPresent()) {
            warnings.send();
            services.answers().write(exchange, resource, answer.get(), query.text("includeObject"));
          }
        };
    RunningRequests running = services.running();
    if (request.longRunning()) {
      running.requireStreams();
      work.perform();
    } else {
      RequestKind kind = request.readOnly() ? RequestKind.READ_ONLY : RequestKind.MUTATING;
      running.run(kind, query.timeout(running.limits().request()), work);
    }
  }

  /** Custom resources of all namespaces are listed and watched; there is nothing else. */
  private static void requireNamespace(
      ServedResource resource, ResourcePath target, String method) {
    if (resource.type().origin() == ResourceType.Origin.CUSTOM
        && resource.namespaced()
        && target.namespace().isEmpty()
        && !method.equals("GET")) {
      throw new ApiException(new Failure.NoSuchPage());
    }
  }

  /** A namespaced object has no URL without its namespace, and the other way round. */
  private static void requireScope(ServedResource resource, ApiRequest request) {
    ResourcePath target = request.target();
    boolean namespaceGiven = !target.namespace().isEmpty();
    boolean single = !target.name().isEmpty();
    if ((resource.namespaced() && single && !namespaceGiven)
        || (!resource.namespaced() && namespaceGiven)) {
      throw new ApiException(
          resource.type().origin() == ResourceType.Origin.CUSTOM
              ? new Failure.NoSuchPage()
              : new Failure.NoSuchPath());
    }
  }

  /** Only the versions of built-in groups answer for themselves what they do not have. */
  private Failure unknown(ResourcePath target) {
    boolean builtIn =
        services.registry().catalog().in(target.group(), target.version()).stream()
            .anyMatch(served -> served.type().origin() == ResourceType.Origin.BUILT_IN);
    return builtIn ? new Failure.NoSuchPath() : new Failure.NoSuchPage();
  }

  private static void fail(Exchange exchange, Failure failure, AuditTrail trail) {
    StatusAnswer answer = StatusAnswer.of(failure);
    trail.failure(answer.body().path("reason").asText(""), failure.message());
    if (exchange.begun()) {
      exchange.abort();
      return;
    }
    try {
      if (failure instanceof Failure.NoSuchPage) {
        exchange.addHeader("X-Content-Type-Options", "nosniff");
        byte[] text = (failure.message() + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.answer(answer.code(), "text/plain; charset=utf-8", text);
        return;
      }
      AnswerWriter.writeStatus(exchange, answer);
    } catch (IOException e) {
      LOG.debug(
          "{} {}: the client went away: {}", exchange.method(), exchange.path(), e.toString());
      exchange.abort();
    }
  }
}
