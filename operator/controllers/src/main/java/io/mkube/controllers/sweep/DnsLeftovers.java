package io.mkube.controllers.sweep;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.RecordData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Finds DNS records that may go. An address goes only when everybody who owned it goes; a record
 * without owner is never touched.
 */
public final class DnsLeftovers {
  private DnsLeftovers() {}

  /**
   * The records to remove, each address before the text that tells its owner, so that an
   * interrupted removal can be taken up again.
   *
   * @param endpoint server that the zone was read from
   * @param goes whether what this owner has at this name is to be removed
   */
  public static List<SweepAction.RemoveRecord> in(
      String endpoint, DnsZoneSnapshot zone, BiPredicate<String, DnsOwner> goes) {
    List<SweepAction.RemoveRecord> addresses = new ArrayList<>();
    List<SweepAction.RemoveRecord> texts = new ArrayList<>();
    for (DnsRecord text : zone.records()) {
      Optional<String> name = DnsOwner.ownedName(text.name());
      Optional<DnsOwner> owner = owner(text);
      if (name.isEmpty() || owner.isEmpty() || !goes.test(name.get(), owner.get())) {
        continue;
      }
      texts.add(remove(endpoint, zone, text, "TXT " + text.name()));
      IpAddress address = IpAddress.parse(owner.get().address());
      boolean shared =
          owners(zone, name.get(), address).stream()
              .anyMatch(other -> !goes.test(name.get(), other));
      if (!shared) {
        for (DnsRecord record : zone.records(name.get())) {
          if (address(record).equals(Optional.of(address))) {
            addresses.add(remove(endpoint, zone, record, name.get() + " " + address));
          }
        }
      }
    }
    addresses.addAll(texts);
    return addresses.stream().distinct().toList();
  }

  /** The owners of one address of a name. */
  public static List<DnsOwner> owners(DnsZoneSnapshot zone, String name, IpAddress address) {
    return zone.records(DnsOwner.recordName(name)).stream()
        .flatMap(record -> owner(record).stream())
        .filter(owner -> IpAddress.find(owner.address()).equals(Optional.of(address)))
        .toList();
  }

  /** The owner that a TXT record tells, if its address is one. */
  public static Optional<DnsOwner> owner(DnsRecord record) {
    return record.data() instanceof RecordData.Txt txt
        ? DnsOwner.parse(txt.text()).filter(o -> IpAddress.find(o.address()).isPresent())
        : Optional.empty();
  }

  /** The address of an A or AAAA record. */
  public static Optional<IpAddress> address(DnsRecord record) {
    return switch (record.data()) {
      case RecordData.A a -> IpAddress.find(a.address());
      case RecordData.Aaaa a -> IpAddress.find(a.address());
      case RecordData.Txt t -> Optional.empty();
      case RecordData.Other o -> Optional.empty();
    };
  }

  private static SweepAction.RemoveRecord remove(
      String endpoint, DnsZoneSnapshot zone, DnsRecord record, String what) {
    return new SweepAction.RemoveRecord(endpoint, zone.zone(), record.id(), what);
  }
}
