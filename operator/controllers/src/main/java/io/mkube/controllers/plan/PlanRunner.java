package io.mkube.controllers.plan;

import io.mkube.routeros.DeviceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the actions of a plan one by one and stops at the first that fails. Stateless and
 * thread-safe. It is the one place where actions are logged.
 */
public final class PlanRunner {
  private static final Logger log = LoggerFactory.getLogger(PlanRunner.class);

  /**
   * Performs a plan.
   *
   * @param subject what the plan is about, for the log: {@code Pod default/web}
   * @param actuator performs one action; its {@link DeviceException}s and {@link ActionException}s
   *     become the outcome, anything else passes through
   * @return {@link Plan#then} when all actions succeeded and something remains, {@link
   *     Outcome.Changed} when nothing remains, {@link Outcome.InSync} for an empty plan that was in
   *     sync, and what went wrong otherwise
   */
  public <A extends Action> Outcome run(String subject, Plan<A> plan, Consumer<A> actuator) {
    List<String> done = new ArrayList<>();
    for (A action : plan.actions()) {
      String text = action.describe();
      try {
        actuator.accept(action);
      } catch (DeviceException e) {
        Outcome failure = Outcome.of(e, text, action.target());
        log.info("{}: {} -> {}", subject, text, failure);
        return failure;
      } catch (ActionException e) {
        log.info("{}: {} -> {}", subject, text, e.outcome());
        return e.outcome();
      }
      log.info("{}: {}", subject, text);
      done.add(text);
    }
    return switch (plan.then()) {
      case Outcome.InSync inSync when done.isEmpty() -> inSync;
      case Outcome.InSync inSync -> new Outcome.Changed(done);
      case Outcome remaining -> remaining;
    };
  }
}
