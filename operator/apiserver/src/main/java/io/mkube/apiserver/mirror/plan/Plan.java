package io.mkube.apiserver.mirror.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do for one workload.
 *
 * @param steps writes, in order
 * @param again when time alone changes the answer, empty if only other writes do
 */
public record Plan(List<Step> steps, Optional<Instant> again) {
  public static final Plan NOTHING = new Plan(List.of(), Optional.empty());

  public Plan {
    steps = List.copyOf(steps);
  }

  public boolean creates() {
    return steps.stream().anyMatch(Step.Create.class::isInstance);
  }

  /** The same without what would be new. */
  public Plan withoutCreates() {
    return new Plan(steps.stream().filter(step -> !(step instanceof Step.Create)).toList(), again);
  }

  /** Collects a plan. Not thread-safe. */
  public static final class Draft {
    private final List<Step> steps = new ArrayList<>();
    private Optional<Instant> again = Optional.empty();

    public Draft create(ObjectNode object) {
      steps.add(new Step.Create(object));
      return this;
    }

    public Draft delete(ObjectNode object) {
      steps.add(new Step.Delete(object));
      return this;
    }

    public Draft finish(ObjectNode pod) {
      steps.add(new Step.Finish(pod));
      return this;
    }

    /** Writes an object if it differs from what is stored. */
    public Draft update(ObjectNode object, ObjectNode stored) {
      if (!Json.same(object, stored)) {
        steps.add(new Step.Update(object));
      }
      return this;
    }

    /** Writes a status if it differs from what is stored. */
    public Draft status(ObjectNode stored, ObjectNode status) {
      if (!Json.same(stored.path("status"), status)) {
        ObjectNode object = stored.deepCopy();
        object.set("status", status);
        steps.add(new Step.UpdateStatus(object));
      }
      return this;
    }

    /** Writes a status, and the metadata that goes with it, if any of it differs. */
    public Draft withStatus(ObjectNode object, ObjectNode stored) {
      if (!Json.same(object, stored)) {
        steps.add(new Step.UpdateStatus(object));
      }
      return this;
    }

    public Draft warn(String reason, String message) {
      steps.add(new Step.Warn(reason, message));
      return this;
    }

    /** Looks again at a time; the earliest one counts. */
    public Draft again(Instant when) {
      if (again.isEmpty() || when.isBefore(again.get())) {
        again = Optional.of(when);
      }
      return this;
    }

    public boolean isEmpty() {
      return steps.isEmpty();
    }

    public Plan done() {
      return new Plan(steps, again);
    }
  }
}
