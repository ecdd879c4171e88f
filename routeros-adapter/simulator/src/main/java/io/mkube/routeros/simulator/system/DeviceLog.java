package io.mkube.routeros.simulator.system;

import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code /log}: the last 1000 messages, in memory. Used inside transactions. */
public final class DeviceLog {
  /** How the device prints times. */
  public static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int KEPT = 1000;

  private final Table table;
  private final Timeline timeline;

  public DeviceLog(Table table, Timeline timeline) {
    this.table = table;
    this.timeline = timeline;
  }

  /** Adds a message. */
  public void write(String topics, String message) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("time", TIME.format(timeline.now()));
    values.put("topics", topics);
    values.put("message", message);
    values.put("buffer", "memory");
    table.insert(values, Map.of());
    if (table.size() > KEPT) {
      table.first().ifPresent(oldest -> table.delete(oldest.id()));
    }
  }

  /** Forgets everything, as a reboot does. */
  public void clear() {
    for (Row row : table.rows()) {
      table.delete(row.id());
    }
  }
}
