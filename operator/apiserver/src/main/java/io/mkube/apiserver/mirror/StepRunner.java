package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.mirror.plan.Plan;
import io.mkube.apiserver.mirror.plan.Step;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.request.DeleteOptions;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.request.WriteOptions;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.verb.Call;
import io.mkube.apiserver.verb.DeleteVerbs;
import io.mkube.apiserver.verb.WriteVerbs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what plans say, under all rules that clients are under. Thread-safe. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
  private static final String MANAGER = "kube-controller-manager";
  private static final User USER = new User("system:" + MANAGER, "", List.of(User.MASTERS));

  private static final WriteOptions OPTIONS =
      new WriteOptions(false, WriteOptions.FieldValidation.IGNORE, "", MANAGER, Optional.empty());

  private final ResourceRegistry registry;
  private final WriteVerbs writes;
  private final DeleteVerbs deletes;
  private final Map<String, ServedResource> resources = new ConcurrentHashMap<>();

  StepRunner(ResourceRegistry registry, WriteVerbs writes, DeleteVerbs deletes) {
    this.registry = registry;
    this.writes = writes;
    this.deletes = deletes;
  }

  /** What became of a plan. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    /** Somebody else wrote meanwhile: plan again. */
    record Outdated() implements Outcome {}

    /** A rule does not allow something new; the other steps were taken. */
    record Refused(String message) implements Outcome {}
  }

  /**
   * Takes the steps one after the other. After a refusal nothing more is created.
   *
   * @param created takes each object that was created
   * @throws ApiException if the store refuses one; those before it are done
   */
  Outcome run(Plan plan, Consumer<CachedObject> created) {
    Outcome outcome = new Outcome.Done();
    for (Step step : plan.steps()) {
      boolean creates = step instanceof Step.Create;
      if (creates && outcome instanceof Outcome.Refused) {
        continue;
      }
      try {
        perform(step, created);
      } catch (ApiException e) {
        switch (e.failure()) {
          case Failure.Conflict conflict -> {
            return new Outcome.Outdated();
          }
          // Somebody was faster, which the cache tells as well.
          case Failure.NotFound gone -> LOG.debug("{}: {}", step, e.getMessage());
          case Failure.Forbidden forbidden when !creates || ends(e) ->
              LOG.debug("{}: {}", step, e.getMessage());
          case Failure.Forbidden forbidden -> outcome = new Outcome.Refused(text(e));
          case Failure.Invalid invalid when creates -> outcome = new Outcome.Refused(text(e));
          default -> throw e;
        }
      }
    }
    return outcome;
  }

  private static boolean ends(ApiException e) {
    return text(e).contains("because it is being terminated");
  }

  private static String text(ApiException e) {
    return String.valueOf(e.getMessage());
  }

  private void perform(Step step, Consumer<CachedObject> created) {
    switch (step) {
      case Step.Create create -> {
        Answer answer =
            writes.create(call(create.object(), "", false), body(create.object()), OPTIONS);
        if (answer instanceof Answer.One one) {
          created.accept(one.object());
        }
      }
      case Step.Update update ->
          writes.update(call(update.object(), "", true), body(update.object()), OPTIONS);
      case Step.UpdateStatus update ->
          writes.update(call(update.object(), "status", true), body(update.object()), OPTIONS);
      case Step.Delete delete -> delete(delete.object(), OptionalLong.empty());
      case Step.Finish finish -> delete(finish.pod(), OptionalLong.of(0));
      case Step.Warn warn -> LOG.debug("{}: {}", warn.reason(), warn.message());
    }
  }

  /** Controllers take what they made along; a client that says nothing leaves the pods of a Job. */
  private void delete(ObjectNode object, OptionalLong grace) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    deletes.delete(
        resource(object),
        metadata.namespace(),
        metadata.name(),
        new DeleteOptions(
            false, grace, Optional.of(DeleteOptions.Propagation.BACKGROUND), metadata.uid(), ""));
  }

  private Call call(ObjectNode object, String subresource, boolean existing) {
    ServedResource resource = resource(object);
    GroupVersionKind kind = resource.type().kind();
    ObjectMetadata metadata = ObjectMetadata.of(object);
    ResourcePath target =
        new ResourcePath(
            kind.group(),
            kind.version(),
            metadata.namespace(),
            resource.type().plural(),
            existing ? metadata.name() : "",
            subresource,
            false);
    return new Call(USER, resource, target, warning -> {});
  }

  private ServedResource resource(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return resources.computeIfAbsent(
        apiVersion + " " + kind,
        key ->
            registry
                .catalog()
                .find(GroupVersionKind.of(apiVersion, kind))
                .orElseThrow(() -> new IllegalStateException(key + " is not served")));
  }

  private static JsonBody body(ObjectNode object) {
    return JsonBody.of(object);
  }
}
