package io.mkube.routeros.simulator.start;

/** Why a simulator could not start; the message is one line for whoever typed the command. */
public final class SimulatorStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  public SimulatorStartException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public SimulatorStartException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What stood in the way. */
  public enum Reason {
    PORT_IN_USE,
    DIRECTORY_LOCKED,
    NEWER_FORMAT,
    DAMAGED_DATA,
    INPUT_OUTPUT
  }
}
