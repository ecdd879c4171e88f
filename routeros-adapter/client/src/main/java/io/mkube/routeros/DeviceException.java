package io.mkube.routeros;

/**
 * Why a device (RouterOS or microdns) did not do what was asked. The message reads "action, object,
 * cause". Unchecked, because nearly every caller passes it on to the one place that turns it into a
 * condition.
 */
public abstract sealed class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private DeviceException(String message) {
    super(message);
  }

  private DeviceException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the same call may succeed later without anything being changed by a person. */
  public abstract boolean retryable();

  /**
   * No answer: refused, reset, timed out, or the session was cut. Whether the call took effect is
   * unknown.
   */
  public static final class Unreachable extends DeviceException {
    private static final long serialVersionUID = 1;

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }

    public Unreachable(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** Wrong credentials or missing rights. */
  public static final class Unauthorized extends DeviceException {
    private static final long serialVersionUID = 1;

    public Unauthorized(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The row that was named does not exist. */
  public static final class Missing extends DeviceException {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** A row with that name or content exists already. */
  public static final class Duplicate extends DeviceException {
    private static final long serialVersionUID = 1;

    public Duplicate(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The device is not ready for it now: held interface, locked folder, running container. */
  public static final class Busy extends DeviceException {
    private static final long serialVersionUID = 1;

    public Busy(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The device does not have the menu, command or argument, or its device-mode forbids it. */
  public static final class Unsupported extends DeviceException {
    private static final long serialVersionUID = 1;

    public Unsupported(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The device refused the arguments. */
  public static final class Rejected extends DeviceException {
    private static final long serialVersionUID = 1;

    public Rejected(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The answer could not be understood. */
  public static final class Unintelligible extends DeviceException {
    private static final long serialVersionUID = 1;

    public Unintelligible(String message, Throwable cause) {
      super(message, cause);
    }

    public Unintelligible(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }
}
