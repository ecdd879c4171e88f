package io.mkube.apiserver.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.Answer;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
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
  enum Outcome {
    DONE,
    /** Somebody else wrote meanwhile: plan again. */
    OUTDATED
  }

  /**
   * Takes the steps one after the other.
   *
   * @param created takes each object that was created
   * @throws ApiException if the store or a rule refuses one; those before it are done
   */
  Outcome run(Plan plan, Consumer<CachedObject> created) {
    for (Step step : plan.steps()) {
      try {
        perform(step, created);
      } catch (ApiException e) {
        switch (e.failure()) {
          case Failure.Conflict conflict -> {
            return Outcome.OUTDATED;
          }
          // Somebody was faster, which the cache tells as well.
          case Failure.NotFound gone -> LOG.debug("{}: {}", step, e.getMessage());
          // Its namespace is being deleted.
          case Failure.Forbidden ending -> LOG.debug("{}: {}", step, e.getMessage());
          default -> throw e;
        }
      }
    }
    return Outcome.DONE;
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
    }
  }

  private void delete(ObjectNode object, OptionalLong grace) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    deletes.delete(
        resource(object),
        metadata.namespace(),
        metadata.name(),
        new DeleteOptions(false, grace, Optional.empty(), metadata.uid(), ""));
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
    return new JsonBody(object, List.of());
  }
}
