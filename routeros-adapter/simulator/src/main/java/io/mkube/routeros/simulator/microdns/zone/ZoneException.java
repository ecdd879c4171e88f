package io.mkube.routeros.simulator.microdns.zone;

/** A refused change; the message is the plain text that REST answers. */
public final class ZoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public ZoneException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** The text. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
