package io.mkube.apiserver.subresource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.RequestBodies;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.ownership.ApplyConflictException;
import io.mkube.apiserver.ownership.FieldOwnership;
import io.mkube.apiserver.ownership.ScaleOwnership;
import io.mkube.apiserver.ownership.Writer;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.ListOptions;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.Change;
import io.mkube.apiserver.verb.ObjectVerbs;
import io.mkube.apiserver.verb.PatchType;
import java.util.Optional;

/** The number of replicas of an object, read and written as a {@code Scale}. Thread-safe. */
final class ScaleVerbs {
  private final ObjectVerbs verbs;
  private final RequestBodies bodies;
  private final FieldOwnership ownership;

  ScaleVerbs(ObjectVerbs verbs, RequestBodies bodies, FieldOwnership ownership) {
    this.verbs = verbs;
    this.bodies = bodies;
    this.ownership = ownership;
  }

  /** Performs a get, update or patch. */
  Answer perform(Exchange exchange, Call call, ApiRequest request) {
    ScalePaths paths =
        call.resource()
            .rules()
            .scale()
            .orElseThrow(() -> new ApiException(new Failure.NoSuchPath()));
    Scale scale = scale(call, paths);
    return switch (request) {
      case ApiRequest.Get get ->
          new Answer.Document(
              200,
              scale.of(call.resource().decode(verbs.reads().get(call, ListOptions.NO_REVISION))));
      case ApiRequest.Update update -> {
        ObjectNode wanted = (ObjectNode) bodies.object(exchange, "Scale").value();
        call.requireName(ObjectMetadata.of(wanted).name());
        yield rescale(
            call,
            paths,
            update.options(),
            present -> updated(update.options(), present, wanted.deepCopy()));
      }
      case ApiRequest.Patch patch -> patch(exchange, call, paths, patch.options());
      default -> throw new ApiException(call.resource().lacks(request.verb()));
    };
  }

  private static Scale scale(Call call, ScalePaths paths) {
    return new Scale(paths, call.resource().type().origin() == ResourceType.Origin.CUSTOM);
  }

  private Answer patch(Exchange exchange, Call call, ScalePaths paths, WriteOptions options) {
    PatchType type = PatchType.of(RequestBodies.mediaType(exchange), call.resource());
    options.requireForPatch(type == PatchType.APPLY);
    if (type == PatchType.APPLY) {
      JsonBody config = bodies.configuration(exchange);
      return rescale(call, paths, options, present -> applied(options, present, config));
    }
    JsonBody document = type.read(bodies, exchange);
    return rescale(
        call,
        paths,
        options,
        present ->
            updated(options, present, type.applyUntyped(present.deepCopy(), document.value())));
  }

  private Answer rescale(Call call, ScalePaths paths, WriteOptions options, Change change) {
    Scale scale = scale(call, paths);
    ScaleOwnership owners =
        new ScaleOwnership(call.resource().type().kind().apiVersion(), paths.specReplicas());
    Answer answer =
        verbs
            .writes()
            .change(
                call.onObject(),
                options,
                object -> {
                  ObjectNode shown = scale.of(object);
                  ObjectMetadata.of(shown).node().set("managedFields", owners.ofScale(object));
                  Change.Outcome wanted = change.of(shown);
                  scale.applyTo(object, wanted.object());
                  return new Change.Outcome(
                      object,
                      wanted.managedFields().map(fields -> owners.ofObject(object, fields)));
                },
                judged -> judged.ofPart("scale", scale::of));
    ObjectNode object =
        switch (answer) {
          case Answer.One one -> one.resource().decode(one.object());
          case Answer.Computed computed -> computed.object();
          case Answer.Many many -> throw new IllegalStateException("a change gives one object");
          case Answer.Document document -> document.body();
        };
    return new Answer.Document(200, scale.of(object));
  }

  private Change.Outcome updated(WriteOptions options, ObjectNode present, ObjectNode wanted) {
    ArrayNode fields = ownership.update(ScaleOwnership.shape(), writer(options), present, wanted);
    return new Change.Outcome(wanted, Optional.of(fields));
  }

  private Change.Outcome applied(WriteOptions options, ObjectNode present, JsonBody config) {
    try {
      FieldOwnership.Applied applied =
          ownership.apply(
              ScaleOwnership.shape(),
              writer(options),
              present,
              ((ObjectNode) config.value()).deepCopy(),
              options.force().orElse(false));
      return new Change.Outcome(applied.object(), Optional.of(applied.managedFields()));
    } catch (ApplyConflictException e) {
      throw new ApiException(e.failure(), e);
    }
  }

  private static Writer writer(WriteOptions options) {
    return new Writer(options.manager(), "scale");
  }
}
