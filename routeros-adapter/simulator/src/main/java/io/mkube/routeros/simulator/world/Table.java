package io.mkube.routeros.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one menu in the order of their creation, with look-up by id and by chosen properties
 * (comma lists are indexed by element). Used only inside {@link World#transaction}.
 */
public final class Table {
  private final String menu;
  private final World world;
  private final IdSequence ids;
  private final Durability durability;
  private final Map<RowId, Row> rows = new LinkedHashMap<>();
  private final Map<Index, NavigableMap<String, Set<RowId>>> indexes = new HashMap<>();

  Table(String menu, World world, IdSequence ids, Durability durability, List<Index> indexed) {
    this.menu = menu;
    this.world = world;
    this.ids = ids;
    this.durability = durability;
    indexed.forEach(index -> indexes.put(index, new TreeMap<>()));
  }

  public String menu() {
    return menu;
  }

  /** Adds a row under a fresh id. */
  public Row insert(Map<String, String> values, Map<String, String> hidden) {
    Row row = new Row(ids.next(), values, hidden);
    replace(null, row);
    return row;
  }

  /** Adds the one row of a settings menu. */
  public Row insertSettings(Map<String, String> values) {
    Row row = Row.of(RowId.SETTINGS, values);
    replace(rows.get(row.id()), row);
    return row;
  }

  /**
   * Replaces a row by one of the same id.
   *
   * @throws IllegalStateException if there is no such row
   */
  public Row update(Row row) {
    Row before = rows.get(row.id());
    if (before == null) {
      throw new IllegalStateException("no row " + row.id() + " in " + menu);
    }
    if (!before.equals(row)) {
      replace(before, row);
    }
    return row;
  }

  /** Removes a row; one that is gone is left alone. */
  public void delete(RowId id) {
    Row before = rows.get(id);
    if (before != null) {
      replace(before, null);
    }
  }

  /** Gives a row another id, as the device does with dynamic rows at boot. */
  public Row renumber(Row row) {
    delete(row.id());
    return insert(row.values(), row.hidden());
  }

  public Optional<Row> find(RowId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The one row of a settings menu. */
  public Row settings() {
    return find(RowId.SETTINGS)
        .orElseThrow(() -> new IllegalStateException(menu + " has no settings row"));
  }

  /** A copy of all rows. */
  public List<Row> rows() {
    return List.copyOf(rows.values());
  }

  public int size() {
    return rows.size();
  }

  /** The first row, which is the oldest. */
  public Optional<Row> first() {
    return rows.values().stream().findFirst();
  }

  /** Rows whose indexed property has this value, or has it as an element of its comma list. */
  public List<Row> where(String property, String value) {
    List<Row> found = new ArrayList<>();
    for (RowId id : index(property).getOrDefault(value, Set.of())) {
      find(id).ifPresent(found::add);
    }
    return found;
  }

  /** The first row whose indexed property has this value. */
  public Optional<Row> firstWhere(String property, String value) {
    for (RowId id : index(property).getOrDefault(value, Set.of())) {
      return find(id);
    }
    return Optional.empty();
  }

  /** Rows whose indexed property begins with this text, in the order of that property. */
  public List<Row> whereBegins(String property, String prefix) {
    List<Row> found = new ArrayList<>();
    for (Set<RowId> ids :
        index(property).subMap(prefix, true, prefix + Character.MAX_VALUE, false).values()) {
      for (RowId id : ids) {
        find(id).ifPresent(found::add);
      }
    }
    return found;
  }

  boolean durable() {
    return durability == Durability.KEPT;
  }

  IdSequence ids() {
    return ids;
  }

  /** Puts a row in place without noting the change: for loading and undoing. */
  void restore(@Nullable Row before, @Nullable Row after) {
    if (before != null) {
      index(before, false);
    }
    if (after == null && before != null) {
      rows.remove(before.id());
    } else if (after != null) {
      rows.put(after.id(), after);
      ids.atLeast(after.id().number());
      index(after, true);
    }
  }

  private void replace(@Nullable Row before, @Nullable Row after) {
    world.note(new Change(this, before, after));
    restore(before, after);
  }

  private NavigableMap<String, Set<RowId>> index(String property) {
    for (Map.Entry<Index, NavigableMap<String, Set<RowId>>> entry : indexes.entrySet()) {
      if (entry.getKey().property().equals(property)) {
        return entry.getValue();
      }
    }
    throw new IllegalArgumentException(menu + " is not indexed by " + property);
  }

  private void index(Row row, boolean present) {
    indexes.forEach(
        (index, ids) -> {
          String value = row.value(index.property());
          for (String key : index.keys(value)) {
            indexKey(ids, key, row.id(), present);
          }
        });
  }

  private static void indexKey(
      Map<String, Set<RowId>> index, String key, RowId id, boolean present) {
    if (present) {
      index.computeIfAbsent(key, value -> new LinkedHashSet<>(2)).add(id);
      return;
    }
    Set<RowId> ids = index.get(key);
    if (ids != null) {
      ids.remove(id);
      if (ids.isEmpty()) {
        index.remove(key);
      }
    }
  }

  /**
   * A property to find rows by.
   *
   * @param property its name
   * @param kind whether its value or the elements of its comma list are found
   */
  public record Index(String property, Kind kind) {
    public static Index of(String property) {
      return new Index(property, Kind.VALUE);
    }

    public static Index ofElements(String property) {
      return new Index(property, Kind.ELEMENTS);
    }

    List<String> keys(String value) {
      if (value.isEmpty()) {
        return List.of();
      }
      return kind == Kind.VALUE ? List.of(value) : List.of(value.split(",", -1));
    }

    /** What of a value is found. */
    public enum Kind {
      VALUE,
      ELEMENTS
    }
  }

  /** Whether rows outlive the simulator's process. */
  public enum Durability {
    KEPT,
    VOLATILE
  }

  /**
   * A change to undo or to keep.
   *
   * @param table where
   * @param before the row before, null when it was added
   * @param after the row after, null when it was removed
   */
  record Change(Table table, @Nullable Row before, @Nullable Row after) {}
}
