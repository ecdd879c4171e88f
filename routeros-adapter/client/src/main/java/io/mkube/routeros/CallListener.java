package io.mkube.routeros;

import java.time.Duration;

/**
 * Is told of every request that left for a device, after its answer or failure. Called on the
 * thread of the caller, also by several threads at once; must return quickly and not throw.
 */
@FunctionalInterface
public interface CallListener {
  /** Listens to nothing. */
  CallListener NONE = call -> {};

  /** One request has ended. */
  void ended(DeviceCall call);

  /** Tells this listener first, then another. */
  default CallListener and(CallListener other) {
    return call -> {
      ended(call);
      other.ended(call);
    };
  }

  /**
   * A request without its bodies, which may hold secrets.
   *
   * @param method HTTP method
   * @param path path below the server, without query
   * @param duration from sending to the last byte of the answer; waiting for a turn is not counted
   * @param outcome the HTTP status, or the class of the failure such as {@code SocketException}
   */
  record DeviceCall(String method, String path, Duration duration, String outcome) {
    /** Whether the request was a reading one. */
    public boolean isRead() {
      return method.equals("GET");
    }
  }
}
