package io.mkube.routeros.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One test per oddity of the device. */
class RowTest {
  @Nested
  class WhenReadingABody {
    @Test
    void takesAListOfRows() throws Exception {
      List<Row> rows = parse("[{\".id\":\"*1\"},{\".id\":\"*A\"}]");

      assertEquals(List.of("*1", "*A"), rows.stream().map(Row::id).toList());
    }

    @Test
    void takesASettingsObjectForOneRow() throws Exception {
      assertEquals(List.of(row("name", "rose1")), parse("{\"name\":\"rose1\"}"));
    }

    @Test
    void takesSettingsInAListOfOneAsOldDevicesGiveThem() throws Exception {
      assertEquals(List.of(row("name", "rose1")), parse("[{\"name\":\"rose1\"}]"));
    }

    @Test
    void takesTheEmptyListOfACommandWithoutResult() throws Exception {
      assertEquals(List.of(), parse("[]"));
    }

    @Test
    void takesNothingForNoRows() throws Exception {
      assertEquals(List.of(), parse(""));
      assertEquals(List.of(), parse(" \r\n"));
    }

    @Test
    void takesRawControlCharactersInTexts() throws Exception {
      List<Row> rows = parse("[{\"comment\":\"a\u000bb\nc\u0001\"}]");

      assertEquals("a\u000bb\nc\u0001", rows.getFirst().text("comment"));
    }

    @Test
    void takesTextsThatAreNotUtf8() throws Exception {
      List<Row> rows = Row.parse("[{\"comment\":\"gr\u00fcn\"}]".getBytes(ISO_8859_1));

      assertEquals("gr\ufffdn", rows.getFirst().text("comment"));
    }

    @Test
    void takesNumbersBooleansAndListsForTheirTexts() throws Exception {
      Row row =
          parse("{\"a\":12,\"b\":true,\"c\":[\"x\",\"y\"],\"d\":null,\"e\":{\"f\":1}}").getFirst();

      assertEquals(Map.of("a", "12", "b", "true", "c", "x,y", "e", "{\"f\":1}"), row.values());
    }

    @Test
    void refusesAWebPage() {
      assertGarbled("<!DOCTYPE html><html></html>", "a web page instead of JSON");
    }

    @Test
    void refusesJsonThatBreaksOff() {
      assertGarbled("[{\".id\":\"*1\"", "broken JSON");
    }

    @Test
    void refusesJsonWithMoreBehindIt() {
      assertGarbled("[] [{", "broken JSON");
      assertGarbled("[]<html>", "broken JSON");
    }

    @Test
    void refusesWhatIsNoRow() {
      assertGarbled("\"ok\"", "neither a list nor an object");
      assertGarbled("[\"ok\"]", "a list with something else than objects");
    }

    private static void assertGarbled(String body, String reason) {
      Row.Garbled thrown = assertThrows(Row.Garbled.class, () -> parse(body));
      assertTrue(String.valueOf(thrown.getMessage()).startsWith(reason), thrown::toString);
    }
  }

  @Nested
  class WhenReadingAValue {
    @Test
    void takesAMissingOneForEmpty() {
      Row row = row("a", "b");

      assertFalse(row.has("comment"));
      assertEquals("", row.text("comment"));
      assertEquals(List.of(), row.list("comment"));
      assertEquals(0, row.number("comment"));
      assertEquals(0, row.size("comment"));
      assertEquals("", row.path("comment"));
      assertFalse(row.flag("comment"));
      assertEquals(Optional.empty(), row.duration("comment"));
    }

    @Test
    void takesYesAndTrueForSet() {
      for (String text : List.of("true", "yes", "TRUE")) {
        assertTrue(row("x", text).flag("x"), text);
      }
      for (String text : List.of("false", "no", "", "auto")) {
        assertFalse(row("x", text).flag("x"), text);
      }
    }

    @Test
    void splitsListsAtCommas() {
      assertEquals(List.of("ether1", "ether2"), row("x", "ether1, ether2").list("x"));
      assertEquals(List.of(), row("x", "").list("x"));
    }

    @Test
    void stripsLeadingSlashesOfPaths() {
      assertEquals("raid1/a", row("x", "/raid1/a").path("x"));
      assertEquals("raid1/a", row("x", "raid1/a").path("x"));
      assertEquals("raid1/a", Row.withoutSlash("//raid1/a/"));
      assertEquals("", Row.withoutSlash("/"));
    }

    @Test
    void readsDurationsOfAllUnits() {
      assertEquals(
          Optional.of(Duration.ofDays(9).plusHours(3).plusMinutes(4).plusSeconds(5)),
          row("x", "1w2d3h4m5s").duration("x"));
      assertEquals(Optional.of(Duration.ofMinutes(30)), row("x", "30m").duration("x"));
      assertEquals(Optional.of(Duration.ofNanos(453_000)), row("x", "453us").duration("x"));
      assertEquals(Optional.of(Duration.ofMillis(1_500)), row("x", "1s500ms").duration("x"));
      assertEquals(Optional.of(Duration.ofMillis(1_500)), row("x", "1.5s").duration("x"));
      assertEquals(Optional.of(Duration.ZERO), row("x", "0s").duration("x"));
    }

    @Test
    void readsDurationsInClockForm() {
      assertEquals(Optional.of(Duration.ofMinutes(5)), row("x", "00:05:00").duration("x"));
      assertEquals(
          Optional.of(Duration.ofDays(1).plusSeconds(7)), row("x", "1d00:00:07").duration("x"));
    }

    @Test
    void readsPlainSeconds() {
      assertEquals(Optional.of(Duration.ofSeconds(90)), row("x", "90").duration("x"));
    }

    @Test
    void takesKeywordsForNoDuration() {
      for (String text : List.of("forever", "none", "lease-time", "5x", "")) {
        assertEquals(Optional.empty(), row("x", text).duration("x"), text);
      }
    }

    @Test
    void readsSizesWithAndWithoutUnit() {
      assertEquals(104857600, row("x", "104857600").size("x"));
      assertEquals(104857600, row("x", "104 857 600").size("x"));
      assertEquals(10L << 30, row("x", "10G").size("x"));
      assertEquals(1536, row("x", "1.5KiB").size("x"));
      assertEquals(0, row("x", "unlimited").size("x"));
    }

    @Test
    void readsNumbersAndPercents() {
      assertEquals(42, row("x", "42").number("x"));
      assertEquals(7, row("x", "7%").number("x"));
      assertEquals(0, row("x", "auto").number("x"));
      assertEquals(0, row("x", "99999999999999999999").number("x"));
    }

    @Test
    void takesTheFirstSpellingThatIsFilled() {
      assertEquals("r", new Row(Map.of("tag", "", "repo", "r")).firstText("tag", "repo"));
    }
  }

  private static List<Row> parse(String body) throws Row.Garbled {
    return Row.parse(body.getBytes(UTF_8));
  }

  private static Row row(String name, String value) {
    return new Row(Map.of(name, value));
  }
}
