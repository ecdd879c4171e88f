package io.mkube.controllers.plan;

import io.mkube.routeros.DeviceException;
import java.time.Duration;
import java.util.List;

/** How a pass over one object ended. */
public sealed interface Outcome {
  /** The world is as declared; nothing was done. */
  record InSync() implements Outcome {}

  /**
   * All actions were performed; the next pass checks the result.
   *
   * @param done the texts of the actions
   */
  record Changed(List<String> done) implements Outcome {
    public Changed {
      done = List.copyOf(done);
    }
  }

  /**
   * Something that was begun is still under way.
   *
   * @param reason CamelCase reason for a condition
   * @param message sentence for a person
   * @param recheck when to look again
   */
  record Waiting(String reason, String message, Duration recheck) implements Outcome {}

  /**
   * Something outside must change first; it is looked at again when that happens, at the latest
   * after {@code recheck}.
   *
   * @param reason CamelCase reason for a condition
   * @param message sentence for a person
   * @param recheck when to look again; zero when only an event can help
   */
  record Blocked(String reason, String message, Duration recheck) implements Outcome {}

  /**
   * An action failed; the actions after it were not performed.
   *
   * @param reason CamelCase reason for a condition
   * @param message sentence for a person: action, object, cause
   * @param retryable whether the same may succeed without anything being changed by a person
   */
  record Failed(String reason, String message, boolean retryable) implements Outcome {}

  /** The time after which a device that does not answer is asked again. */
  Duration UNREACHABLE_RECHECK = Duration.ofSeconds(10);

  /** The time after which a device that was busy, or changed under our hands, is asked again. */
  Duration BUSY_RECHECK = Duration.ofSeconds(2);

  /**
   * Translates a device's failure.
   *
   * @param doing what was being done, as {@link Action#describe} says it
   * @param target what did not do it
   */
  static Outcome of(DeviceException failure, String doing, Action.Target target) {
    String message = doing + ": " + failure.getMessage();
    return switch (failure) {
      case DeviceException.Unreachable e ->
          new Blocked(target.unreachableReason(), message, UNREACHABLE_RECHECK);
      case DeviceException.Busy e -> new Waiting("DeviceBusy", message, BUSY_RECHECK);
      case DeviceException.Missing e -> new Waiting("DeviceChanged", message, BUSY_RECHECK);
      case DeviceException.Duplicate e -> new Waiting("DeviceChanged", message, BUSY_RECHECK);
      case DeviceException.Unauthorized e -> new Failed("Unauthorized", message, false);
      case DeviceException.Unsupported e -> new Failed("DeviceUnsupported", message, false);
      case DeviceException.Rejected e -> new Failed("DeviceRejected", message, false);
      case DeviceException.Unintelligible e -> new Failed("DeviceUnintelligible", message, true);
    };
  }
}
