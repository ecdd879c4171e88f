package io.mkube.apiserver.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long watches last whose client does not say: between one and two times the shortest, so that
 * not all clients come back at once. Rights are judged again when they do.
 *
 * @param shortest positive
 */
public record WatchLength(Duration shortest, RandomGenerator random) {
  Duration next() {
    long millis = shortest.toMillis();
    return Duration.ofMillis(millis + random.nextLong(millis));
  }
}
