package io.mkube.routeros.rest;

import io.mkube.routeros.container.ContainerOutput;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /container/log}, and {@code /log} on devices that lack it. */
record RouterOsOutput(Console console) implements ContainerOutput {
  private static final Release OWN_LOG = new Release(7, 20, 0);
  private static final int HEX = 16;
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** As releases before 7.10 print it: {@code nov/25/2024 13:14:28}. */
  private static final DateTimeFormatter OLD =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("MMM/dd/yyyy HH:mm:ss")
          .toFormatter(Locale.ENGLISH);

  @Override
  public List<Line> lines(String container) {
    List<Line> lines = new ArrayList<>();
    if (console.release().compareTo(OWN_LOG) >= 0) {
      List<String> properties = List.of(".id", "container", "time", "message");
      Map<String, String> own = Map.of("container", container);
      for (Row row : console.print(Menu.CONTAINER_LOG, properties, own)) {
        lines.add(line(row, row.text("message")));
      }
      return lines;
    }
    String prefix = container + ": ";
    for (Row row : console.print(Menu.LOG, List.of(".id", "time", "topics", "message"))) {
      String message = row.text("message");
      if (row.list("topics").contains("container") && message.startsWith(prefix)) {
        lines.add(line(row, message.substring(prefix.length())));
      }
    }
    return lines;
  }

  private static Line line(Row row, String text) {
    return new Line(number(row.id()), time(row.text("time")), text);
  }

  /** Ids are {@code *} and a hexadecimal number that the device counts up. */
  private static long number(String id) {
    try {
      return Long.parseLong(id.substring(1), HEX);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return 0;
    }
  }

  /** Today's messages may come without their date. */
  private static Optional<LocalDateTime> time(String text) {
    return parsed(() -> LocalDateTime.parse(text, ISO))
        .or(() -> parsed(() -> LocalDateTime.parse(text, OLD)))
        .or(() -> parsed(() -> LocalDate.now(ZoneOffset.UTC).atTime(LocalTime.parse(text))));
  }

  private static Optional<LocalDateTime> parsed(Supplier<LocalDateTime> form) {
    try {
      return Optional.of(form.get());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
