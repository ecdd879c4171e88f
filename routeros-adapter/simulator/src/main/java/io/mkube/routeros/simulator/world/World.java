package io.mkube.routeros.simulator.world;

import io.mkube.routeros.simulator.persistence.Journal;
import io.mkube.routeros.simulator.persistence.Journal.Entry;
import io.mkube.routeros.simulator.world.Table.Change;
import io.mkube.routeros.simulator.world.Table.Durability;
import io.mkube.routeros.simulator.world.Table.Index;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All tables of one device. Every access happens in a transaction: one at a time, all or nothing,
 * kept in the journal before the caller goes on. Thread-safe.
 */
public final class World {
  private static final String SEQUENCES = "#sequences";
  private static final String TIME = "#time";

  private final ReentrantLock lock = new ReentrantLock();
  private final Timeline timeline;
  private final Journal journal;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, IdSequence> sequences = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Entry> notes = new ArrayList<>();

  public World(Timeline timeline, Journal journal) {
    this.timeline = timeline;
    this.journal = journal;
  }

  /** Declares a menu's table; tables that name the same sequence never share an id. */
  public Table define(String menu, String sequence, Durability durability, Index... indexed) {
    IdSequence ids = sequences.computeIfAbsent(sequence, IdSequence::new);
    Table table = new Table(menu, this, ids, durability, List.of(indexed));
    tables.put(menu, table);
    return table;
  }

  public Table table(String menu) {
    Table table = tables.get(menu);
    if (table == null) {
      throw new IllegalArgumentException("no table " + menu);
    }
    return table;
  }

  /** The device's time; call only inside a transaction. */
  public Timeline timeline() {
    return timeline;
  }

  /** Puts what the journal kept into the declared tables. True if there was anything. */
  public boolean load() {
    boolean found = false;
    for (Entry entry : journal.entries()) {
      switch (entry.table()) {
        case SEQUENCES -> sequence(entry.key()).atLeast(number(entry, "last"));
        case TIME -> timeline.ahead(Duration.ofMillis(number(entry, "ahead")));
        default -> found |= loadRow(entry);
      }
    }
    return found;
  }

  /** Moves the device's time forward and runs what becomes due. */
  public void advance(Duration duration) {
    run(
        () -> {
          timeline.ahead(timeline.ahead().plus(duration));
          notes.add(new Entry(TIME, "ahead", Map.of("ahead", timeline.ahead().toMillis())));
          timeline.runDue();
        });
  }

  /** Runs a body that returns nothing; see {@link #transaction}. */
  public void run(Runnable body) {
    transaction(
        () -> {
          body.run();
          return true;
        });
  }

  /**
   * Runs due events and then the body while no other caller sees or changes anything. If the body
   * throws, its changes are undone. A transaction inside a transaction is part of it.
   */
  public <T> T transaction(Supplier<T> body) {
    if (lock.isHeldByCurrentThread()) {
      return body.get();
    }
    T result;
    lock.lock();
    try {
      timeline.runDue();
      keep();
      result = body.get();
      keep();
    } catch (RuntimeException | Error e) {
      undo();
      throw e;
    } finally {
      lock.unlock();
    }
    journal.flush();
    return result;
  }

  /** A copy of all printed rows per menu, ids included. */
  public Map<String, List<Map<String, String>>> snapshot() {
    return transaction(
        () -> {
          Map<String, List<Map<String, String>>> snapshot = new LinkedHashMap<>();
          tables.forEach(
              (menu, table) -> {
                if (!menu.startsWith("#")) {
                  snapshot.put(menu, table.rows().stream().map(World::printed).toList());
                }
              });
          return snapshot;
        });
  }

  void note(Change change) {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("change outside of a transaction");
    }
    changes.add(change);
  }

  private static Map<String, String> printed(Row row) {
    Map<String, String> printed = new LinkedHashMap<>();
    if (!row.id().equals(RowId.SETTINGS)) {
      printed.put(".id", row.id().toString());
    }
    printed.putAll(row.values());
    return printed;
  }

  private void keep() {
    for (Change change : changes) {
      if (change.table().durable()) {
        notes.add(entry(change));
        if (change.after() == null) {
          IdSequence ids = change.table().ids();
          notes.add(new Entry(SEQUENCES, ids.name(), Map.of("last", ids.last())));
        }
      }
    }
    changes.clear();
    if (!notes.isEmpty()) {
      journal.append(List.copyOf(notes));
      notes.clear();
    }
  }

  private void undo() {
    for (Change change : changes.reversed()) {
      change.table().restore(change.after(), change.before());
    }
    changes.clear();
    notes.clear();
  }

  private static Entry entry(Change change) {
    Row after = change.after();
    if (after == null) {
      Row before = Objects.requireNonNull(change.before());
      return new Entry(change.table().menu(), before.id().toString(), null);
    }
    return new Entry(
        change.table().menu(),
        after.id().toString(),
        Map.of("v", after.values(), "h", after.hidden()));
  }

  private boolean loadRow(Entry entry) {
    Table table = tables.get(entry.table());
    Map<String, ? extends @Nullable Object> value = entry.value();
    if (table == null || value == null) {
      return false;
    }
    RowId id = RowId.parse(entry.key()).orElseThrow();
    table.restore(null, new Row(id, texts(value.get("v")), texts(value.get("h"))));
    return true;
  }

  private IdSequence sequence(String name) {
    return sequences.computeIfAbsent(name, IdSequence::new);
  }

  private static long number(Entry entry, String name) {
    Map<String, ? extends @Nullable Object> value = entry.value();
    return value == null ? 0 : Long.parseLong(String.valueOf(value.get(name)));
  }

  private static Map<String, String> texts(@Nullable Object object) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }
}
