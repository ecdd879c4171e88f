package io.mkube.routeros.simulator.microdns.zone;

import io.mkube.routeros.simulator.microdns.zone.ZoneStore.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A zone and its records, by place in listings and by lower-case name. Guarded by the store. */
final class ZoneContent {
  private final TreeMap<Place, ZoneRecord> rows = new TreeMap<>(Place.ORDER);
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, TreeMap<Place, ZoneRecord>> byName = new HashMap<>();
  private Zone zone;

  ZoneContent(Zone zone) {
    this.zone = zone;
  }

  Zone zone() {
    return zone;
  }

  void zone(Zone replacement) {
    zone = replacement;
  }

  Map<String, @Nullable Object> json() {
    return zone.json(rows.size());
  }

  Collection<ZoneRecord> rows() {
    return rows.values();
  }

  ZoneRecord row(String id) {
    Place place = places.get(id);
    ZoneRecord row = place == null ? null : rows.get(place);
    if (row == null) {
      throw new ZoneException(404, "record not found");
    }
    return row;
  }

  List<ZoneRecord> named(String name, RecordType type) {
    return at(name).stream()
        .filter(row -> row.name().equals(name) && row.data().type() == type)
        .toList();
  }

  void put(ZoneRecord row) {
    Place place = Place.of(row);
    rows.put(place, row);
    places.put(row.id(), place);
    byName
        .computeIfAbsent(ZoneStore.lower(row.name()), name -> new TreeMap<>(Place.ORDER))
        .put(place, row);
  }

  void remove(ZoneRecord row) {
    Place place = Place.of(row);
    rows.remove(place);
    places.remove(row.id());
    String name = ZoneStore.lower(row.name());
    TreeMap<Place, ZoneRecord> same = byName.get(name);
    if (same != null) {
      same.remove(place);
      if (same.isEmpty()) {
        byName.remove(name);
      }
    }
  }

  /** Tries the name itself, then wildcards from the closest up. */
  Found lookUp(String queryName) {
    String zoneName = ZoneStore.lower(zone.name());
    if (queryName.equals(zoneName)) {
      return new Found(zone, true, true, enabled("@"));
    }
    String relative = queryName.substring(0, queryName.length() - zoneName.length() - 1);
    List<ZoneRecord> exact = enabled(relative);
    if (!exact.isEmpty()) {
      return new Found(zone, false, true, exact);
    }
    for (int dot = relative.indexOf('.'); dot >= 0; dot = relative.indexOf('.', dot + 1)) {
      List<ZoneRecord> wild = enabled("*" + relative.substring(dot));
      if (!wild.isEmpty()) {
        return new Found(zone, false, true, wild);
      }
    }
    List<ZoneRecord> any = enabled("*");
    return new Found(zone, false, !any.isEmpty(), any);
  }

  private List<ZoneRecord> enabled(String name) {
    List<ZoneRecord> enabled = new ArrayList<>();
    for (ZoneRecord row : at(name)) {
      if (row.enabled()) {
        enabled.add(row);
      }
    }
    return enabled;
  }

  private Collection<ZoneRecord> at(String name) {
    TreeMap<Place, ZoneRecord> same = byName.get(ZoneStore.lower(name));
    return same == null ? List.of() : same.values();
  }

  private record Place(String name, String type, long order) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::name)
            .thenComparing(Place::type)
            .thenComparingLong(Place::order);

    static Place of(ZoneRecord row) {
      return new Place(row.name(), row.data().type().name(), row.order());
    }
  }
}
