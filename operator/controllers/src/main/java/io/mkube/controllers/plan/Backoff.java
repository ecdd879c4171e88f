package io.mkube.controllers.plan;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delay before the next attempt, growing with the number of failures.
 *
 * <p>{@link #RECOVERY}, for whatever fails again and again, and {@link #CRASH_LOOP}, for containers
 * that exit (the figures of a kubelet), both without jitter:
 *
 * <table>
 *   <caption>delay before the next attempt</caption>
 *   <tr><th>failures</th><th>recovery</th><th>crash loop</th></tr>
 *   <tr><td>1</td><td>30 s</td><td>10 s</td></tr>
 *   <tr><td>2</td><td>60 s</td><td>20 s</td></tr>
 *   <tr><td>3</td><td>120 s</td><td>40 s</td></tr>
 *   <tr><td>4</td><td>240 s</td><td>80 s</td></tr>
 *   <tr><td>5</td><td>300 s</td><td>160 s</td></tr>
 *   <tr><td>6 and more</td><td>300 s</td><td>300 s</td></tr>
 * </table>
 *
 * @param base delay after the first failure
 * @param factor growth per failure, at least 1
 * @param cap longest delay before jitter
 * @param jitter largest share of the delay that is added at random, 0 to 1
 */
public record Backoff(Duration base, double factor, Duration cap, double jitter) {
  public static final Backoff RECOVERY =
      new Backoff(Duration.ofSeconds(30), 2, Duration.ofMinutes(5), 0.1);
  public static final Backoff CRASH_LOOP =
      new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0);

  public Backoff {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("0 < base <= cap, not " + base + " and " + cap);
    }
    if (factor < 1 || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException("factor " + factor + " < 1 or jitter " + jitter);
    }
  }

  /**
   * The delay after a number of failures in a row.
   *
   * @param failures 1 for the first failure; 0 gives no delay
   * @param random source of the jitter
   */
  public Duration delay(int failures, RandomGenerator random) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    double millis =
        Math.min(base.toMillis() * Math.pow(factor, failures - 1.0), (double) cap.toMillis());
    return Duration.ofMillis(Math.round(millis * (1 + jitter * random.nextDouble())));
  }
}
