package io.mkube.routeros.simulator.container;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.ConnectionCut;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.fault.Fault;
import io.mkube.routeros.simulator.fault.Faults;
import io.mkube.routeros.simulator.file.FileTree;
import io.mkube.routeros.simulator.menu.Durations;
import io.mkube.routeros.simulator.network.HeldVeths;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The states of containers and what moves them. Every step takes time: the row remembers when its
 * current step ends, so that steps go on after a restart of the simulator. Used inside
 * transactions.
 */
final class Lifecycle {
  private static final String DUE = "due";
  private static final String AFTERWARDS = "afterwards";
  private static final String SETTLED = "settled";
  private static final Duration STARTING = Duration.ofMillis(300);
  private static final Duration STOPPING = Duration.ofMillis(1500);
  private static final Duration DELETING = Duration.ofMillis(500);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final Duration LOCKED = Duration.ofSeconds(3);
  private static final Duration STOP_TIME = Duration.ofSeconds(10);
  private static final Duration SHORT_LIFE = Duration.ofMillis(500);

  private final Table table;
  private final Timeline timeline;
  private final RouterOsVersion version;
  private final Faults faults;
  private final Extraction extraction;
  private final ContainerLogs logs;
  private final RootDirs rootDirs;
  private final HeldVeths veths;
  private final FileTree files;
  private final Volumes volumes;

  Lifecycle(Device device, Extraction extraction, ContainerLogs logs, RootDirs rootDirs) {
    this.table = device.containers();
    this.timeline = device.timeline();
    this.version = device.version();
    this.faults = device.faults();
    this.veths = device.veths();
    this.files = device.files();
    this.volumes = new Volumes(device);
    this.extraction = extraction;
    this.logs = logs;
    this.rootDirs = rootDirs;
  }

  /** Begins to unpack the image of a row. */
  void extract(Row row, Image image) {
    Row prepared = extraction.begin(row, image);
    logs.info(prepared, "importing " + extraction.source(row));
    Duration duration = extraction.duration(row, image);
    Row extracting = enter(prepared, State.EXTRACTING, duration);
    if (faults.strikes(Fault.EARLY_STOPPED)) {
      timeline.at(
          timeline.now().plus(duration.multipliedBy(3).dividedBy(5)),
          () -> earlyStopped(extracting));
    }
  }

  /** Starts a stopped container; the process runs later. */
  void start(Row row) {
    switch (State.of(row)) {
      case STOPPED -> {
        cutWhenSettling(row);
        begin(row);
      }
      case STARTING, RUNNING -> {
        // Whether this is an error depends on the release (inferred).
        if (!version.since(20)) {
          throw CommandException.failure("container is already running");
        }
      }
      case EXTRACTING -> throw CommandException.failure("container is downloading/extracting");
      case FAILED -> throw CommandException.failure("container has no image");
      case STOPPING -> throw CommandException.failure("container is stopping");
      case DELETING -> throw CommandException.noSuchItem();
    }
  }

  /** Asks the process to end; it ends later. */
  void stop(Row row) {
    switch (State.of(row)) {
      case STARTING, RUNNING -> {
        logs.info(row, "stopping");
        boolean stubborn = faults.strikes(Fault.STUBBORN_PROCESS);
        enter(row, State.STOPPING, faults.step(stubborn ? stopTime(row) : STOPPING));
      }
      case STOPPED -> {
        // A pending automatic restart is given up.
        table.update(row.withHidden(DUE, null));
      }
      case STOPPING, FAILED -> {}
      case EXTRACTING -> throw CommandException.failure("container is downloading/extracting");
      case DELETING -> throw CommandException.noSuchItem();
    }
  }

  /** Removes a container that does not run; the row goes later. */
  void remove(Row row) {
    switch (State.of(row)) {
      case STOPPED, FAILED -> enter(row, State.DELETING, faults.step(DELETING));
      case EXTRACTING, STARTING, RUNNING, STOPPING ->
          throw CommandException.failure("cannot remove running container");
      case DELETING -> throw CommandException.noSuchItem();
    }
  }

  /** Stops a running container and starts it again. */
  void restart(Row row) {
    switch (State.of(row)) {
      case STARTING, RUNNING -> {
        stop(row);
        current(row.id()).ifPresent(now -> table.update(now.withHidden(AFTERWARDS, "start")));
      }
      default -> start(row);
    }
  }

  /** Unpacks the image anew; since 7.22 a running container is stopped and started around it. */
  void repull(Row row, Image image) {
    switch (State.of(row)) {
      case STOPPED, FAILED -> extract(row, image);
      case STARTING, RUNNING -> {
        if (!version.since(22)) {
          throw CommandException.failure("container is running");
        }
        veths.stopped(row.value("interface"));
        extract(row, image);
        current(row.id()).ifPresent(now -> table.update(now.withHidden(AFTERWARDS, "start")));
      }
      default -> throw CommandException.failure("container is busy");
    }
  }

  /** The process ends by itself or by a kill. */
  void exit(Row row, int code) {
    if (State.of(row) != State.RUNNING) {
      throw CommandException.failure("container is not running");
    }
    logs.info(row, "exited with code " + code);
    settle(row);
    Row ended = current(row.id()).orElseThrow();
    Restarts.after(ended, code, version).ifPresent(interval -> scheduleRestart(ended, interval));
  }

  /** Takes up the steps of all rows again after the simulator was restarted. */
  void resume() {
    for (Row row : table.rows()) {
      String due = row.hidden(DUE);
      if (!due.isEmpty()) {
        schedule(row, Instant.ofEpochMilli(Long.parseLong(due)));
      }
    }
  }

  /** Ends all processes at once; afterwards those marked for it start at a time. */
  void reboot(Instant ready) {
    rootDirs.clear();
    for (Row row : table.rows()) {
      switch (State.of(row)) {
        case STARTING, RUNNING, STOPPING, STOPPED -> rebooted(row, ready);
        case DELETING -> gone(row);
        case EXTRACTING, FAILED -> {}
      }
    }
  }

  private void rebooted(Row row, Instant ready) {
    boolean lossy = version.since(22) && !version.since(22, 2);
    boolean lost =
        faults.strikes(Fault.CONTAINER_LOST_AT_REBOOT)
            || (lossy && faults.plan().profile().limited() && faults.happens(0.3));
    if (lost) {
      gone(row);
      return;
    }
    Row stopped =
        table.update(
            State.STOPPED.enter(row, version).withHidden(DUE, null).withHidden(SETTLED, null));
    if (faults.strikes(Fault.CONTAINERS_RENUMBERED)) {
      stopped = table.renumber(stopped);
    }
    if (stopped.flag("start-on-boot")) {
      due(stopped, ready);
    }
  }

  private void begin(Row row) {
    logs.info(row, "starting");
    enter(row.with("about", null), State.STARTING, faults.step(STARTING));
  }

  private void cutWhenSettling(Row row) {
    Instant now = timeline.now();
    String settled = row.hidden(SETTLED);
    boolean settling =
        (!settled.isEmpty() && Long.parseLong(settled) > now.toEpochMilli())
            || veths.settling(row.value("interface"), now);
    if (faults.strikes(settling ? Fault.EOF_ON_SETTLING_START : Fault.EOF_ON_START)) {
      throw new ConnectionCut();
    }
  }

  private Row enter(Row row, State state, Duration duration) {
    return due(state.enter(row, version), timeline.now().plus(duration));
  }

  private Row due(Row row, Instant time) {
    Row waiting = table.update(row.withHidden(DUE, Long.toString(time.toEpochMilli())));
    schedule(waiting, time);
    return waiting;
  }

  private void schedule(Row row, Instant time) {
    State state = State.of(row);
    String due = row.hidden(DUE);
    timeline.at(
        time,
        () ->
            current(row.id())
                .filter(now -> State.of(now) == state && now.hidden(DUE).equals(due))
                .ifPresent(this::endOfStep));
  }

  private void endOfStep(Row row) {
    Row done = table.update(row.withHidden(DUE, null));
    switch (State.of(done)) {
      case EXTRACTING -> extracted(done);
      case STARTING -> running(done);
      case RUNNING -> exit(done, extraction.exitCode(done).orElse(0));
      case STOPPING -> {
        logs.info(done, "stopped");
        settle(done);
        afterwards(done.id());
      }
      case STOPPED -> begin(done);
      case FAILED, DELETING -> gone(done);
    }
  }

  private void extracted(Row row) {
    String failure = extraction.failure(row);
    if (failure.isEmpty()) {
      logs.info(row, "import successful");
      table.update(State.STOPPED.enter(extraction.finish(row), version));
      afterwards(row.id());
      return;
    }
    logs.error(row, failure);
    logs.error(row, "was unable to import, container " + row.id());
    Row failed = State.FAILED.enter(row, version).with("about", failure);
    table.update(failed);
    if (!row.value("file").isEmpty()) {
      // A failed import from a file takes its row away, leaving only the log.
      enter(failed, State.FAILED, faults.step(Duration.ofSeconds(1)));
    }
  }

  private void running(Row row) {
    List<String> names = List.of(row.value("interface").split(",", -1));
    for (String name : names) {
      if (!veths.exists(name)) {
        String text = "could not acquire interface: no device (6)";
        logs.error(row, text);
        table.update(State.STOPPED.enter(row.with("about", text), version));
        return;
      }
    }
    if (extraction.wrongArchitecture(row)) {
      logs.error(row, "exited with signal 4");
      table.update(State.STOPPED.enter(row, version));
      return;
    }
    names.forEach(veths::started);
    volumes.make(row);
    logs.info(row, "started");
    Row running = table.update(State.RUNNING.enter(row, version));
    extraction.exitCode(row).ifPresent(code -> due(running, timeline.now().plus(SHORT_LIFE)));
  }

  private void settle(Row row) {
    for (String name : row.value("interface").split(",", -1)) {
      veths.stopped(name);
    }
    long settled = timeline.now().plus(faults.window(SETTLING)).toEpochMilli();
    table.update(
        State.STOPPED
            .enter(row, version)
            .withHidden(DUE, null)
            .withHidden(SETTLED, Long.toString(settled)));
  }

  private void afterwards(RowId id) {
    current(id)
        .filter(row -> row.hidden(AFTERWARDS).equals("start"))
        .ifPresent(row -> begin(table.update(row.withHidden(AFTERWARDS, null))));
  }

  private void scheduleRestart(Row row, Duration interval) {
    Row counted = row;
    if (version.since(23)) {
      long count = Long.parseLong(row.values().getOrDefault("restart-count", "0")) + 1;
      counted = row.with("restart-count", Long.toString(count));
    }
    due(counted, timeline.now().plus(interval));
  }

  private void gone(Row row) {
    Instant now = timeline.now();
    int times = faults.strikes(Fault.LONG_ROOT_DIR_LOCK) ? 4 : 1;
    rootDirs.lock(row, now, now.plus(faults.window(LOCKED).multipliedBy(times)));
    for (String name : row.value("interface").split(",", -1)) {
      boolean late = faults.strikes(Fault.LATE_VETH_RELEASE);
      Instant settled = now.plus(faults.window(SETTLING));
      veths.released(name, settled, late ? now.plus(SETTLING) : now);
    }
    table.delete(row.id());
    if (!row.value("root-dir").isEmpty()) {
      files.removeTree(row.value("root-dir"));
    }
    if (State.of(row) == State.DELETING) {
      logs.forget(row);
    }
  }

  private void earlyStopped(Row row) {
    current(row.id())
        .filter(now -> State.of(now) == State.EXTRACTING)
        .ifPresent(now -> table.update(State.STOPPED.print(now, version)));
  }

  private Duration stopTime(Row row) {
    return Durations.parse(row.value("stop-time")).orElse(STOP_TIME);
  }

  private Optional<Row> current(RowId id) {
    return table.find(id);
  }
}
