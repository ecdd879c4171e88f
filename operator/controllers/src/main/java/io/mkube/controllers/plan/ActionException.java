package io.mkube.controllers.plan;

/** Thrown by an actuator that knows how the pass ends; ends the plan with that outcome. */
public final class ActionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Outcome outcome;

  public ActionException(Outcome outcome) {
    super(outcome.toString());
    this.outcome = outcome;
  }

  /** How the pass ends. */
  public Outcome outcome() {
    return outcome;
  }
}
