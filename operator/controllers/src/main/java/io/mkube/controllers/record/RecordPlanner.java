package io.mkube.controllers.record;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.sweep.DnsLeftovers;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.RecordData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the address records of one object. For each address of each name there are two records: a
 * text that tells the owner, written first and removed last, and the address. What has no owner was
 * written by somebody else: it is neither changed nor removed, and if it says what is wanted, that
 * is good enough. Pure.
 */
public final class RecordPlanner {
  private RecordPlanner() {}

  /**
   * The steps from a zone as it is to the one that is wanted.
   *
   * @param mine marker of the object
   * @param desired the records that it wants; none when it is going
   * @param endpoint server that the zone was read from
   */
  public static List<RecordChange> plan(
      Marker mine, List<AddressRecord> desired, String endpoint, DnsZoneSnapshot zone) {
    Set<AddressRecord> wanted = new LinkedHashSet<>(desired);
    List<RecordChange> changes = new ArrayList<>();
    for (AddressRecord record : wanted) {
      changes.addAll(additions(mine, record, zone));
      changes.addAll(duplicates(mine, record, zone));
    }
    DnsLeftovers.in(endpoint, zone, (name, owner) -> isStale(mine, wanted, zone, name, owner))
        .forEach(left -> changes.add(new RecordChange.Remove(left.id(), left.what())));
    return changes;
  }

  /** Whether a zone holds anything that does not belong to an object. */
  public static boolean holdsOthers(Marker mine, DnsZoneSnapshot zone) {
    return zone.records().stream()
        .filter(record -> !isFurniture(record))
        .anyMatch(record -> !belongsTo(mine, zone, record));
  }

  /** Whether a name has its address, whoever wrote it. */
  public static boolean present(AddressRecord record, DnsZoneSnapshot zone) {
    return !addresses(record, zone).isEmpty();
  }

  private static List<RecordChange> additions(
      Marker mine, AddressRecord record, DnsZoneSnapshot zone) {
    List<RecordChange> additions = new ArrayList<>();
    boolean present = present(record, zone);
    if (present && owners(record, zone).isEmpty()) {
      return additions;
    }
    if (owners(record, zone).stream().noneMatch(owner -> isMine(mine, owner))) {
      String text = new DnsOwner(mine, record.address().toString()).text();
      additions.add(
          new RecordChange.Add(DnsOwner.recordName(record.name()), new RecordData.Txt(text)));
    }
    if (!present) {
      additions.add(new RecordChange.Add(record.name(), record.data()));
    }
    return additions;
  }

  /** All but the first of what is ours and stands there more than once. */
  private static List<RecordChange> duplicates(
      Marker mine, AddressRecord record, DnsZoneSnapshot zone) {
    List<RecordChange> surplus = new ArrayList<>();
    if (owners(record, zone).stream().anyMatch(owner -> isMine(mine, owner))) {
      addresses(record, zone).stream()
          .skip(1)
          .forEach(r -> surplus.add(new RecordChange.Remove(r.id(), "second " + record)));
    }
    Set<String> texts = new HashSet<>();
    for (DnsRecord text : zone.records(DnsOwner.recordName(record.name()))) {
      Optional<DnsOwner> owner = DnsLeftovers.owner(text);
      if (owner.isPresent() && isMine(mine, owner.get()) && !texts.add(owner.get().text())) {
        surplus.add(new RecordChange.Remove(text.id(), "second TXT " + text.name()));
      }
    }
    return surplus;
  }

  private static boolean isStale(
      Marker mine, Set<AddressRecord> wanted, DnsZoneSnapshot zone, String name, DnsOwner owner) {
    if (!owner.seenFrom(mine).mayTouch()) {
      return false;
    }
    AddressRecord record = new AddressRecord(name, IpAddress.parse(owner.address()));
    if (!wanted.contains(record)) {
      return true;
    }
    // A former object of this name: its text goes once ours stands beside it.
    return !isMine(mine, owner)
        && owners(record, zone).stream().anyMatch(other -> isMine(mine, other));
  }

  private static boolean belongsTo(Marker mine, DnsZoneSnapshot zone, DnsRecord record) {
    if (record.data() instanceof RecordData.Txt txt) {
      boolean zoneMarker =
          Marker.parse(txt.text()).filter(marker -> marker.sameObject(mine)).isPresent();
      return zoneMarker
          || DnsLeftovers.owner(record).filter(o -> o.seenFrom(mine).mayTouch()).isPresent();
    }
    return DnsLeftovers.address(record)
        .map(address -> owners(new AddressRecord(record.name(), address), zone))
        .filter(owners -> !owners.isEmpty())
        .filter(owners -> owners.stream().allMatch(o -> o.seenFrom(mine).mayTouch()))
        .isPresent();
  }

  /** What every zone has at its top whoever made it. */
  private static boolean isFurniture(DnsRecord record) {
    return record.data() instanceof RecordData.Other other
        && (other.type().equals("SOA") || (other.type().equals("NS") && isTop(record.name())));
  }

  private static boolean isTop(String name) {
    return name.equals("@") || name.isEmpty();
  }

  private static List<DnsRecord> addresses(AddressRecord record, DnsZoneSnapshot zone) {
    return zone.records(record.name()).stream()
        .filter(r -> DnsLeftovers.address(r).equals(Optional.of(record.address())))
        .toList();
  }

  private static boolean isMine(Marker mine, DnsOwner owner) {
    return owner.marker().uid().equals(mine.uid()) && owner.seenFrom(mine).mayTouch();
  }

  private static List<DnsOwner> owners(AddressRecord record, DnsZoneSnapshot zone) {
    return DnsLeftovers.owners(zone, record.name(), record.address());
  }
}
