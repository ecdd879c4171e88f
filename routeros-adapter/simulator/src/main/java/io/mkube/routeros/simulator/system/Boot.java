package io.mkube.routeros.simulator.system;

import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the device is up, and since when. While it is down, connections are reset: the listening
 * socket stays open so that nobody else takes the port. Used inside transactions.
 */
public final class Boot {
  /** Table that holds it. */
  public static final String TABLE = "#boot";

  private static final Duration DOWN = Duration.ofSeconds(45);
  private static final Duration NOT_READY = Duration.ofSeconds(3);
  private static final Duration WRONG_BODY = Duration.ofSeconds(2);

  private final Table table;
  private final Timeline timeline;
  private final Faults faults;

  public Boot(Table table, Timeline timeline, Faults faults) {
    this.table = table;
    this.timeline = timeline;
    this.faults = faults;
  }

  /** First power-on of a new device. */
  public void firstTime() {
    Map<String, String> values = new LinkedHashMap<>();
    String now = Long.toString(timeline.now().toEpochMilli());
    values.put("down-until", now);
    values.put("ready-at", now);
    values.put("booted-at", now);
    values.put("disk-full", "false");
    table.insertSettings(values);
  }

  /** Goes down now; returns when the services will be ready again. */
  public Instant restart() {
    Instant up = timeline.now().plus(faults.window(DOWN));
    Instant ready = up.plus(faults.window(NOT_READY));
    Row row = table.settings();
    table.update(
        row.with(
            Map.of(
                "down-until", Long.toString(up.toEpochMilli()),
                "ready-at", Long.toString(ready.toEpochMilli()),
                "booted-at", Long.toString(up.toEpochMilli()))));
    return ready;
  }

  /** What a caller meets. */
  public Phase phase() {
    Instant now = timeline.now();
    if (now.isBefore(time("down-until"))) {
      return Phase.DOWN;
    }
    Instant ready = time("ready-at");
    if (now.isBefore(ready)) {
      return Phase.NOT_READY;
    }
    boolean justBooted =
        !time("down-until").equals(ready) && now.isBefore(ready.plus(faults.window(WRONG_BODY)));
    return justBooted && faults.strikes(Fault.WRONG_BODY_AFTER_BOOT) ? Phase.CONFUSED : Phase.READY;
  }

  public Duration uptime() {
    Duration uptime = Duration.between(time("booted-at"), timeline.now());
    return uptime.isNegative() ? Duration.ZERO : uptime;
  }

  public boolean diskFull() {
    return table.settings().flag("disk-full");
  }

  /** Fills the disks, or frees them again. */
  public void diskFull(boolean full) {
    table.update(table.settings().with("disk-full", Boolean.toString(full)));
  }

  private Instant time(String name) {
    return Instant.ofEpochMilli(Long.parseLong(table.settings().value(name)));
  }

  /** Stages of a boot. */
  public enum Phase {
    /** No answer. */
    DOWN,
    /** The port is open, the services are not ready. */
    NOT_READY,
    /** Reads may answer with another menu's body. */
    CONFUSED,
    READY
  }
}
