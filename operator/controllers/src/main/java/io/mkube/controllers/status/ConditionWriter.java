package io.mkube.controllers.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes conditions as {@code metav1.Condition} wants them: {@code observedGeneration} always set,
 * {@code lastTransitionTime} changed only when the status changes. Pure.
 */
public final class ConditionWriter {
  private ConditionWriter() {}

  /** The value of a condition's {@code status}. */
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The spelling of the API. */
    public String text() {
      return text;
    }
  }

  /**
   * A condition as a reconciler thinks of it.
   *
   * @param type type, such as {@code Ready}
   * @param status status
   * @param reason CamelCase reason, never empty
   * @param message sentence for a person, may be empty
   */
  public record Wanted(String type, Status status, String reason, String message) {
    public Wanted {
      if (reason.isEmpty()) {
        throw new IllegalArgumentException("condition " + type + " without reason");
      }
    }
  }

  /**
   * The conditions to write.
   *
   * @param existing what the status holds; types that are not wanted are kept as they are
   * @param wanted what holds now, in the order in which new types are added
   * @param generation generation of the object that was looked at
   * @param now time of transitions; written with a precision of one second, as the API keeps it
   * @return equal to {@code existing} when nothing changed
   */
  public static List<Condition> merge(
      List<Condition> existing, List<Wanted> wanted, long generation, Instant now) {
    List<Condition> merged = new ArrayList<>(existing);
    for (Wanted want : wanted) {
      int at = indexOf(merged, want.type());
      Condition before = at < 0 ? null : merged.get(at);
      String status = want.status().text();
      boolean same = before != null && status.equals(before.getStatus());
      Condition after =
          new ConditionBuilder()
              .withType(want.type())
              .withStatus(status)
              .withReason(want.reason())
              .withMessage(want.message())
              .withObservedGeneration(generation)
              .withLastTransitionTime(
                  same && before != null && before.getLastTransitionTime() != null
                      ? before.getLastTransitionTime()
                      : now.truncatedTo(ChronoUnit.SECONDS).toString())
              .build();
      if (at < 0) {
        merged.add(after);
      } else {
        merged.set(at, after);
      }
    }
    return merged;
  }

  /** The condition of a type, if the status holds it. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    int at = indexOf(conditions, type);
    return at < 0 ? Optional.empty() : Optional.of(conditions.get(at));
  }

  private static int indexOf(List<Condition> conditions, String type) {
    for (int i = 0; i < conditions.size(); i++) {
      if (Objects.equals(conditions.get(i).getType(), type)) {
        return i;
      }
    }
    return -1;
  }
}
