package io.mkube.apiserver;

import io.mkube.apiserver.access.AccessReviews;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.authn.Authenticator;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.kubelet.PodConnections;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.serviceaccount.TokenRequests;
import io.mkube.apiserver.subresource.Subresources;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.ComponentStatuses;
import io.mkube.apiserver.verb.ObjectVerbs;
import io.mkube.apiserver.verb.PatchType;
import io.mkube.apiserver.watch.WatchSessions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Verb × resource: which piece of code a request goes to. */
record Verbs(
    ObjectVerbs objects,
    WatchSessions watches,
    Subresources subresources,
    PodConnections connections,
    AccessReviews reviews,
    TokenRequests tokens,
    ComponentStatuses components,
    RequestBodies bodies) {
  /** Performs a request; empty if it has been answered with a stream. */
  Optional<Answer> perform(Exchange exchange, Call call, ApiRequest request, Query query)
      throws IOException {
    requireReadable(exchange, call.resource(), request);
    if (request instanceof ApiRequest.Create create && isTokenRequest(call)) {
      return Optional.of(
          tokens.perform(call, bodies.object(exchange, "TokenRequest"), create.options()));
    }
    if (connects(call)) {
      requireConnection(call, request);
      CachedObject pod = objects.reads().get(call.onObject(), ListOptions.NO_REVISION);
      connections.serve(exchange, call.resource().decode(pod), call.target().subresource(), query);
      return Optional.empty();
    }
    if (!call.target().subresource().isEmpty()) {
      return Optional.of(subresources.perform(exchange, call, request, query));
    }
    requireVerb(call, request);
    if (ComponentStatuses.concerns(call)) {
      return Optional.of(
          request instanceof ApiRequest.Listing list
              ? components.list(call, list.options())
              : components.get(call));
    }
    if (request instanceof ApiRequest.Watch watch) {
      watches.start(
          exchange,
          call,
          watch.options(),
          Authenticator.subprotocol(exchange),
          query.text("includeObject"));
      return Optional.empty();
    }
    return Optional.of(answer(exchange, call, request));
  }

  private static boolean connects(Call call) {
    ResourceType type = call.resource().type();
    return type.plural().equals("pods")
        && type.hasSubresource(call.target().subresource())
        && ApiRequest.CONNECTIONS.contains(call.target().subresource())
        && !call.target().subresource().equals("proxy");
  }

  /** Logs are only read; the others are opened by a GET of a WebSocket or a POST of SPDY. */
  private static void requireConnection(Call call, ApiRequest request) {
    boolean opens =
        request instanceof ApiRequest.Create && !call.target().subresource().equals("log");
    if (!opens && !(request instanceof ApiRequest.Get)) {
      throw new ApiException(call.resource().lacks(request.verb()));
    }
  }

  /** GETs come first here and below: the first switch over types takes some milliseconds. */
  private Answer answer(Exchange exchange, Call call, ApiRequest request) {
    if (request instanceof ApiRequest.Get get) {
      return get(call, get);
    }
    return switch (request) {
      case ApiRequest.Get get -> get(call, get);
      case ApiRequest.Listing list -> objects.reads().list(call, list.options());
      case ApiRequest.Watch watch -> throw new IllegalStateException("a watch is a stream");
      case ApiRequest.Create create -> create(exchange, call, create);
      case ApiRequest.Update update ->
          objects.writes().update(call, body(exchange, call), update.options());
      case ApiRequest.Patch patch -> patch(exchange, call, patch);
      case ApiRequest.Delete delete ->
          objects
              .deletes()
              .delete(call, DeleteOptions.parse(delete.query(), bodies.options(exchange)));
      case ApiRequest.DeleteCollection delete ->
          objects
              .deletes()
              .deleteAll(
                  call,
                  objects.reads().list(call, delete.options()),
                  DeleteOptions.parse(delete.query(), bodies.options(exchange)));
    };
  }

  /** Nothing is changed for a client that cannot read the answer. */
  private static void requireReadable(
      Exchange exchange, ServedResource resource, ApiRequest request) {
    if (request instanceof ApiRequest.Get) {
      return;
    }
    switch (request) {
      case ApiRequest.Create create -> AnswerWriter.requireAcceptable(exchange, resource);
      case ApiRequest.Update update -> AnswerWriter.requireAcceptable(exchange, resource);
      case ApiRequest.Patch patch -> AnswerWriter.requireAcceptable(exchange, resource);
      case ApiRequest.Delete delete -> AnswerWriter.requireStatusAcceptable(exchange, resource);
      case ApiRequest.DeleteCollection delete ->
          AnswerWriter.requireStatusAcceptable(exchange, resource);
      case ApiRequest.Get get -> {}
      case ApiRequest.Listing list -> {}
      case ApiRequest.Watch watch -> {}
    }
  }

  private Answer get(Call call, ApiRequest.Get get) {
    return new Answer.One(200, call.resource(), objects.reads().get(call, get.revision()));
  }

  private Answer create(Exchange exchange, Call call, ApiRequest.Create create) {
    if (!call.resource().answered()) {
      return objects.writes().create(call, body(exchange, call), create.options());
    }
    return call.resource().type().plural().equals("bindings")
        ? subresources.bind(exchange, call, create.options())
        : reviews.perform(call, body(exchange, call));
  }

  private Answer patch(Exchange exchange, Call call, ApiRequest.Patch patch) {
    PatchType type = PatchType.of(RequestBodies.mediaType(exchange), call.resource());
    return objects.writes().patch(call, patch.options(), type, type.read(bodies, exchange));
  }

  private static boolean isTokenRequest(Call call) {
    return call.target().subresource().equals("token")
        && call.resource().type().plural().equals("serviceaccounts")
        && call.target().group().isEmpty();
  }

  /** Only built-in kinds have a protobuf form, and only they need not tell what they are. */
  private JsonBody body(Exchange exchange, Call call) {
    ResourceType type = call.resource().type();
    if (type.origin() != ResourceType.Origin.CUSTOM) {
      return bodies.object(exchange, type.kind().kind());
    }
    if (RequestBodies.mediaType(exchange).equals(RequestBodies.PROTOBUF)) {
      throw new ApiException(
          new Failure.UnsupportedMediaType(List.of(AcceptedMedia.JSON, AcceptedMedia.YAML)));
    }
    return bodies.customObject(exchange, type.kind().kind());
  }

  private static void requireVerb(Call call, ApiRequest request) {
    String verb = request.verb();
    boolean known = call.resource().type().verbs().contains(verb);
    boolean misplaced = misplaced(call, request);
    if (!known || misplaced) {
      throw new ApiException(
          misplaced ? new Failure.MethodNotAllowed() : call.resource().lacks(verb));
    }
  }

  private static boolean misplaced(Call call, ApiRequest request) {
    if (request instanceof ApiRequest.Get) {
      return false;
    }
    boolean single = !call.target().name().isEmpty();
    return switch (request) {
      case ApiRequest.Create create ->
          single || (call.resource().namespaced() && call.namespace().isEmpty());
      case ApiRequest.Update update -> !single;
      case ApiRequest.Patch patch -> !single;
      case ApiRequest.DeleteCollection delete ->
          call.resource().namespaced() && call.namespace().isEmpty();
      case ApiRequest.Get get -> false;
      case ApiRequest.Listing list -> false;
      case ApiRequest.Watch watch -> false;
      case ApiRequest.Delete delete -> false;
    };
  }
}
