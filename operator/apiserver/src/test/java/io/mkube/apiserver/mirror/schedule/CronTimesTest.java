package io.mkube.apiserver.mirror.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When schedules come round. */
final class CronTimesTest {
  private static final String WEDNESDAY = "2025-01-01T00:00:30Z";

  private static String next(String schedule, String after, String zone) {
    return CronTimes.of(schedule)
        .next(Instant.parse(after), ZoneId.of(zone))
        .map(Instant::toString)
        .orElse("never");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *          | 2025-01-01T00:01:00Z",
        "*/15 * * * *       | 2025-01-01T00:15:00Z",
        "7/20 * * * *       | 2025-01-01T00:07:00Z",
        "0 0 * * *          | 2025-01-02T00:00:00Z",
        "30 4,16 * * *      | 2025-01-01T04:30:00Z",
        "0 9-17/4 * * MON-FRI | 2025-01-01T09:00:00Z",
        "0 0 29 2 *         | 2028-02-29T00:00:00Z",
        "0 0 31 2 *         | never",
        "0 0 1 JAN *        | 2026-01-01T00:00:00Z",
        "0 0 * * sun        | 2025-01-05T00:00:00Z",
        "@hourly            | 2025-01-01T01:00:00Z",
        "@weekly            | 2025-01-05T00:00:00Z",
        "@yearly            | 2026-01-01T00:00:00Z",
        "@every 1h30m       | 2025-01-01T01:30:30Z",
        "@every 5s          | 2025-01-01T00:00:35Z",
      })
  void findsTheNextTime(String schedule, String expected) {
    assertEquals(expected, next(schedule, WEDNESDAY, "UTC"));
  }

  @Test
  void takesDaysOfMonthAndWeekAsAlternativesIfBothAreRestricted() {
    assertEquals("2025-01-03T00:00:00Z", next("0 0 13 * 5", WEDNESDAY, "UTC"));
    assertEquals("2025-01-13T00:00:00Z", next("0 0 13 * *", WEDNESDAY, "UTC"));
    assertEquals("2025-06-13T00:00:00Z", next("0 0 13 6 ?", WEDNESDAY, "UTC"));
  }

  @Test
  void countsInTheZoneOfTheSchedule() {
    assertEquals("2025-07-01T07:00:00Z", next("0 9 * * *", "2025-07-01T00:00:00Z", "Europe/Paris"));
    assertEquals("2025-01-01T08:00:00Z", next("0 9 * * *", WEDNESDAY, "Europe/Paris"));
  }

  @Test
  void leavesOutHoursThatTheClockJumpsOver() {
    assertEquals(
        Optional.of(Instant.parse("2025-03-31T00:30:00Z")),
        CronTimes.of("30 2 * * *")
            .next(Instant.parse("2025-03-29T12:00:00Z"), ZoneId.of("Europe/Berlin")));
  }
}
