package io.mkube.controllers.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Ordered actions, and what holds once they are done.
 *
 * @param actions steps in the order in which they are performed
 * @param then what remains afterwards: {@link Outcome.InSync} when nothing does, otherwise what the
 *     object waits for or is blocked by
 * @param <A> the feature's actions
 */
public record Plan<A extends Action>(List<A> actions, Outcome then) {
  public Plan {
    actions = List.copyOf(actions);
  }

  /** A plan after which nothing remains to be done. */
  public static <A extends Action> Plan<A> of(List<? extends A> actions) {
    return new Plan<>(List.copyOf(actions), new Outcome.InSync());
  }

  /** A plan that does nothing, for the reason given. */
  public static <A extends Action> Plan<A> nothing(Outcome because) {
    return new Plan<>(List.of(), because);
  }

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return actions.isEmpty();
  }

  /** The actions, one a line: the text of a dry run. */
  @Override
  public String toString() {
    return actions.stream().map(Action::describe).collect(Collectors.joining("\n"));
  }
}
