package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.system.DeviceLog;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages about containers: {@code /log}, and since 7.20 100 a container beside it. */
final class ContainerLogs {
  private static final int KEPT = 100;

  private final DeviceLog log;
  private final Table table;
  private final Timeline timeline;
  private final RouterOsVersion version;

  ContainerLogs(DeviceLog log, Table table, Timeline timeline, RouterOsVersion version) {
    this.log = log;
    this.table = table;
    this.timeline = timeline;
    this.version = version;
  }

  void info(Row container, String message) {
    write(container, "container,info,debug", message);
  }

  void error(Row container, String message) {
    write(container, "container,error", message);
  }

  /** Forgets the messages of a removed container. */
  void forget(Row container) {
    for (Row row : table.where("container", name(container))) {
      table.delete(row.id());
    }
  }

  private void write(Row container, String topics, String message) {
    String name = name(container);
    log.write(topics, name + ": " + message);
    if (version.since(20)) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("container", name);
      values.put("time", DeviceLog.TIME.format(timeline.now()));
      values.put("message", message);
      table.insert(values, Map.of());
      List<Row> kept = table.where("container", name);
      if (kept.size() > KEPT) {
        table.delete(kept.getFirst().id());
      }
    }
  }

  private static String name(Row container) {
    String name = container.value("name");
    return name.isEmpty() ? container.id().toString() : name.replace(',', '_');
  }
}
