package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.StatusAnswer;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.FieldOwnership;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.ObjectVerbs;
import io.mkube.apiserver.verb.PatchType;
import java.time.Clock;

/** Requests whose URL goes on behind the name of an object. Thread-safe. */
public final class Subresources {
  private final ObjectVerbs verbs;
  private final RequestBodies bodies;
  private final PodBinding binding;
  private final PodEviction eviction;
  private final ScaleVerbs scale;

  /**
   * Subresources of all objects.
   *
   * @param verbs verbs on the objects themselves
   * @param storage stored objects
   * @param bodies reads bodies
   * @param clock the time
   */
  public Subresources(ObjectVerbs verbs, ObjectStorage storage, RequestBodies bodies, Clock clock) {
    this.verbs = verbs;
    this.bodies = bodies;
    this.binding = new PodBinding(storage, clock);
    this.eviction = new PodEviction(storage, clock);
    this.scale = new ScaleVerbs(verbs, bodies, new FieldOwnership(clock));
  }

  /** Performs a request on a subresource that the resource has. */
  public Answer perform(Exchange exchange, Call call, ApiRequest request, Query query) {
    String name = call.target().subresource();
    if (!call.resource().type().hasSubresource(name)) {
      throw call.resource().type().origin() == ResourceType.Origin.CUSTOM
          ? ApiException.notFound(call.target().reference())
          : new ApiException(new Failure.NoSuchPath());
    }
    return switch (name) {
      case "scale" -> scale.perform(exchange, call, request);
      case "binding" -> bind(exchange, call, request);
      case "eviction" -> evict(exchange, call, request);
      case "finalize" -> finish(exchange, call, request);
      case "proxy", "token" ->
          throw new ApiException(
              new Failure.NotImplemented(
                  call.resource().type().plural() + "/" + name + " is not served"));
      default -> part(exchange, call, request);
    };
  }

  /** Binds the pod that the body of a {@code POST …/bindings} names. */
  public Answer bind(Exchange exchange, Call call, WriteOptions options) {
    ObjectNode body = (ObjectNode) bodies.object(exchange, "Binding").value();
    return binding.bind(call.namespace(), ObjectMetadata.of(body).name(), body, effect(options));
  }

  /** A part of the object that is read and written in the form of the whole. */
  private Answer part(Exchange exchange, Call call, ApiRequest request) {
    return switch (request) {
      case ApiRequest.Get get -> new Answer.One(200, call.resource(), found(call));
      case ApiRequest.Update update ->
          verbs
              .writes()
              .update(
                  call,
                  bodies.object(exchange, call.resource().type().kind().kind()),
                  update.options());
      case ApiRequest.Patch patch -> {
        PatchType type = PatchType.of(RequestBodies.mediaType(exchange), call.resource());
        yield verbs.writes().patch(call, patch.options(), type, type.read(bodies, exchange));
      }
      default -> throw notAllowed(call, request);
    };
  }

  private Answer bind(Exchange exchange, Call call, ApiRequest request) {
    if (!(request instanceof ApiRequest.Create create)) {
      throw notAllowed(call, request);
    }
    ObjectNode body = (ObjectNode) bodies.object(exchange, "Binding").value();
    return binding.bind(call.namespace(), call.name(), body, effect(create.options()));
  }

  private Answer evict(Exchange exchange, Call call, ApiRequest request) {
    if (!(request instanceof ApiRequest.Create create)) {
      throw notAllowed(call, request);
    }
    ObjectNode body = (ObjectNode) bodies.object(exchange, "Eviction").value();
    ObjectNode wanted =
        body.get("deleteOptions") instanceof ObjectNode given ? given : Json.object();
    if (create.options().dryRun()) {
      wanted.putArray("dryRun").add("All");
    }
    DeleteOptions options = DeleteOptions.parse(Query.parse(""), wanted);
    eviction.allow(object(call), options.dryRun());
    verbs.deletes().delete(call.onObject(), options);
    return new Answer.Document(201, StatusAnswer.success(201));
  }

  private Answer finish(Exchange exchange, Call call, ApiRequest request) {
    return switch (request) {
      case ApiRequest.Update update -> part(exchange, call, update);
      default -> throw notAllowed(call, request);
    };
  }

  private CachedObject found(Call call) {
    return verbs.reads().get(call, ListOptions.NO_REVISION);
  }

  private ObjectNode object(Call call) {
    return call.resource().decode(found(call));
  }

  private static PodBinding.Effect effect(WriteOptions options) {
    return options.dryRun() ? PodBinding.Effect.NONE : PodBinding.Effect.STORED;
  }

  private static ApiException notAllowed(Call call, ApiRequest request) {
    return new ApiException(call.resource().lacks(request.verb()));
  }
}
