package io.mkube.routeros.simulator.microdns.zone;

import io.mkube.routeros.simulator.persistence.Journal;
import io.mkube.routeros.simulator.persistence.Journal.Entry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All zones with their records; a change is in the journal when the method returns. Refusals are
 * {@link ZoneException}s with the server's texts. Thread-safe.
 */
public final class ZoneStore {
  private static final String ZONES = "zones";
  private static final String RECORDS = "records";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'+00:00'", Locale.ROOT);

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final Dialect dialect;
  private final Journal journal;
  private final TreeMap<String, ZoneContent> zones = new TreeMap<>();
  private final TreeMap<String, String> zoneOfRecord = new TreeMap<>();
  private long order;

  /** A store with what its journal kept. */
  public ZoneStore(Clock clock, Dialect dialect, Journal journal) {
    this.clock = clock;
    this.dialect = dialect;
    this.journal = journal;
    for (Entry entry : journal.entries()) {
      Map<String, ? extends @Nullable Object> value = entry.value();
      if (value != null && entry.table().equals(ZONES)) {
        zones.put(entry.key(), new ZoneContent(ZoneForms.zone(value)));
      }
    }
    for (Entry entry : journal.entries()) {
      Map<String, ? extends @Nullable Object> value = entry.value();
      if (value != null && entry.table().equals(RECORDS)) {
        ZoneRecord row = ZoneForms.record(value);
        order = Math.max(order, row.order());
        content(row.zoneId()).put(row);
        zoneOfRecord.put(row.id(), row.zoneId());
      }
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  /** A page of zones in the order of their ids, as printed. */
  public List<Map<String, @Nullable Object>> zones(long offset, long limit) {
    return locked(
        () -> zones.values().stream().skip(offset).limit(limit).map(ZoneContent::json).toList());
  }

  public int zoneCount() {
    return locked(zones::size);
  }

  /** A zone as printed. */
  public Map<String, @Nullable Object> zone(String id) {
    return locked(() -> content(id).json());
  }

  /** Adds a zone from a request body. */
  public Map<String, @Nullable Object> addZone(Map<String, @Nullable Object> body) {
    return changed(
        () -> {
          ZoneForms.NewZone wanted = ZoneForms.newZone(body);
          RecordNames.checkZone(wanted.name());
          for (ZoneContent other : zones.values()) {
            if (other.zone().name().equals(wanted.name())) {
              throw new ZoneException(409, "duplicate zone: " + wanted.name());
            }
          }
          String id = UUID.randomUUID().toString();
          Zone zone = wanted.zone(id, today(), now());
          ZoneContent content = new ZoneContent(zone);
          zones.put(id, content);
          note(ZONES, id, zone.json(0));
          return content.json();
        });
  }

  /** Removes a zone with all its records. */
  public void removeZone(String id) {
    changed(
        () -> {
          ZoneContent content = content(id);
          for (ZoneRecord row : content.rows()) {
            zoneOfRecord.remove(row.id());
            note(RECORDS, row.id(), null);
          }
          zones.remove(id);
          note(ZONES, id, null);
          return true;
        });
  }

  /** A page of a zone's records by name, type and age. */
  public List<ZoneRecord> records(String zoneId, long offset, long limit) {
    return locked(() -> content(zoneId).rows().stream().skip(offset).limit(limit).toList());
  }

  public ZoneRecord record(String recordId) {
    return locked(() -> row(recordId));
  }

  /** Adds a record from a request body, unless an enabled one with the same data is there. */
  public Added addRecord(String zoneId, Map<String, @Nullable Object> body) {
    return changed(
        () -> {
          ZoneContent content = content(zoneId);
          ZoneForms.NewRecord wanted = ZoneForms.newRecord(body);
          RecordNames.check(wanted.name(), dialect);
          for (ZoneRecord other : content.named(wanted.name(), wanted.data().type())) {
            if (other.enabled() && other.data().equals(wanted.data())) {
              return new Added(other, false);
            }
          }
          ZoneRecord row = wanted.row(UUID.randomUUID().toString(), zoneId, now(), ++order);
          keep(content, row);
          return new Added(row, true);
        });
  }

  /** Changes the members of a record that a request body names. */
  public ZoneRecord changeRecord(String recordId, Map<String, @Nullable Object> body) {
    return changed(
        () -> {
          ZoneRecord before = row(recordId);
          ZoneRecord after = ZoneForms.changed(before, body, now());
          RecordNames.check(after.name(), dialect);
          ZoneContent content = content(before.zoneId());
          content.remove(before);
          keep(content, after);
          return after;
        });
  }

  public void removeRecord(String recordId) {
    changed(
        () -> {
          ZoneRecord row = row(recordId);
          ZoneContent content = content(row.zoneId());
          content.remove(row);
          zoneOfRecord.remove(recordId);
          note(RECORDS, recordId, null);
          touch(content);
          return true;
        });
  }

  /** What a query name finds, in the zone with the longest matching name. */
  public Optional<Found> lookUp(String queryName) {
    String name = lower(queryName);
    return locked(
        () -> {
          ZoneContent best = null;
          int longest = -1;
          for (ZoneContent content : zones.values()) {
            String zone = lower(content.zone().name());
            boolean inside = name.equals(zone) || name.endsWith("." + zone);
            if (inside && zone.length() > longest) {
              best = content;
              longest = zone.length();
            }
          }
          return best == null ? Optional.empty() : Optional.of(best.lookUp(name));
        });
  }

  /** Everything that is stored, for tests. */
  public List<ZoneRecord> allRecords() {
    return locked(
        () -> {
          List<ZoneRecord> all = new ArrayList<>();
          zones.values().forEach(content -> all.addAll(content.rows()));
          return all;
        });
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void keep(ZoneContent content, ZoneRecord row) {
    content.put(row);
    zoneOfRecord.put(row.id(), row.zoneId());
    note(RECORDS, row.id(), ZoneForms.kept(row));
    touch(content);
  }

  /** Every change of a record raises the serial: by one, or to today's base. */
  private void touch(ZoneContent content) {
    long serial = content.zone().soa().serial();
    content.zone(content.zone().changed(serial >= today() ? serial + 1 : today(), now()));
    note(ZONES, content.zone().id(), content.zone().json(0));
  }

  private ZoneContent content(String id) {
    ZoneContent content = zones.get(id);
    if (content == null) {
      throw new ZoneException(404, "zone not found");
    }
    return content;
  }

  private ZoneRecord row(String recordId) {
    String zoneId = zoneOfRecord.get(recordId);
    if (zoneId == null) {
      throw new ZoneException(404, "record not found");
    }
    return content(zoneId).row(recordId);
  }

  private void note(String table, String key, @Nullable Map<String, @Nullable Object> value) {
    journal.append(List.of(new Entry(table, key, value)));
  }

  private String now() {
    return TIME.format(clock.instant().atOffset(ZoneOffset.UTC).toLocalDateTime());
  }

  private long today() {
    LocalDate date = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return ((date.getYear() * 100L + date.getMonthValue()) * 100 + date.getDayOfMonth()) * 100;
  }

  private <T> T changed(Supplier<T> change) {
    T result = locked(change);
    journal.flush();
    return result;
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Outcome of an add.
   *
   * @param row the record
   * @param created false when an identical one was there
   */
  public record Added(ZoneRecord row, boolean created) {}

  /**
   * What a name leads to.
   *
   * @param zone the zone that is responsible
   * @param apex whether the name is the zone itself
   * @param exists whether there is a record of any type at the name
   * @param records enabled records at the name, in stored order
   */
  public record Found(Zone zone, boolean apex, boolean exists, List<ZoneRecord> records) {
    public Found {
      records = List.copyOf(records);
    }
  }
}
