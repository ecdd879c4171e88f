package io.mkube.controllers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final RandomGenerator NO_CHANCE = () -> 0;

  @ParameterizedTest
  @CsvSource({"0,0,0", "1,30,10", "2,60,20", "3,120,40", "4,240,80", "5,300,160", "6,300,300"})
  void growsAsItsTableSays(int failures, long recovery, long crashLoop) {
    assertEquals(Duration.ofSeconds(recovery), Backoff.RECOVERY.delay(failures, NO_CHANCE));
    assertEquals(Duration.ofSeconds(crashLoop), Backoff.CRASH_LOOP.delay(failures, NO_CHANCE));
  }

  @Test
  void addsAtMostItsJitterEvenAfterVeryManyFailures() {
    Random random = new Random(7);
    for (int failures = 1; failures < 2000; failures++) {
      Duration delay = Backoff.RECOVERY.delay(failures, random);
      assertTrue(delay.compareTo(Duration.ofSeconds(330)) <= 0, delay::toString);
      assertTrue(delay.compareTo(Duration.ofSeconds(30)) >= 0, delay::toString);
    }
  }

  @Test
  void refusesFiguresThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    Duration less = Duration.ofMillis(1);
    assertThrows(IllegalArgumentException.class, () -> new Backoff(Duration.ZERO, 2, second, 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 2, less, 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 0.5, second, 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(second, 1, second, 2));
  }
}
