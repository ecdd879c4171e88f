package io.mkube.apiserver.overload;

import java.time.Duration;

/**
 * Bounds of what clients can make the server do. Immutable; start from {@link #DEFAULT}.
 *
 * @param mutating requests that change something and run at the same time; more wait
 * @param readOnly requests that only read and run at the same time; more wait. Watches, logs and
 *     the like do not count
 * @param waiting how long a request waits for its turn before it is refused with 429
 * @param request how long a request may take before it is answered with 504; watches, logs and the
 *     like may take longer
 * @param connections open connections; further ones wait in the system's queue
 * @param headers how long a client may take to send the headers of a request
 * @param shutdown how long the server takes to stop at most, whatever its clients do
 * @param linger how long a server that stops keeps connections on which nothing runs. Requests may
 *     be on their way to them; zero if there are no clients any more
 */
public record ServerLimits(
    int mutating,
    int readOnly,
    Duration waiting,
    Duration request,
    int connections,
    Duration headers,
    Duration shutdown,
    Duration linger) {
  /**
   * Requests at once, request time and header time are those of kube-apiserver; it queues for a
   * while, too.
   */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          200,
          400,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          5000,
          Duration.ofSeconds(32),
          Duration.ofSeconds(10),
          Duration.ofMillis(250));

  public ServerLimits {
    if (mutating < 1 || readOnly < 1 || connections < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: mutating %d, readOnly %d, connections %d"
              .formatted(mutating, readOnly, connections));
    }
    if (linger.isNegative()) {
      throw new IllegalArgumentException("a time must not be negative: linger " + linger);
    }
    if (waiting.isNegative() || !positive(request) || !positive(headers) || !positive(shutdown)) {
      throw new IllegalArgumentException(
          "times must be positive: waiting %s, request %s, headers %s, shutdown %s"
              .formatted(waiting, request, headers, shutdown));
    }
  }

  /** The same with other numbers of requests at once. */
  public ServerLimits withRequests(int newMutating, int newReadOnly, Duration newWaiting) {
    return new ServerLimits(
        newMutating, newReadOnly, newWaiting, request, connections, headers, shutdown, linger);
  }

  /** The same with another number of open connections. */
  public ServerLimits withConnections(int number) {
    return new ServerLimits(
        mutating, readOnly, waiting, request, number, headers, shutdown, linger);
  }

  /** The same with other times. */
  public ServerLimits withTimes(Duration newRequest, Duration newHeaders, Duration newShutdown) {
    return new ServerLimits(
        mutating, readOnly, waiting, newRequest, connections, newHeaders, newShutdown, linger);
  }

  /** The same where connections on which nothing runs are kept for another time. */
  public ServerLimits withLinger(Duration time) {
    return new ServerLimits(
        mutating, readOnly, waiting, request, connections, headers, shutdown, time);
  }

  private static boolean positive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }
}
