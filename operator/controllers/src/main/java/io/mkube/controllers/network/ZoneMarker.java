package io.mkube.controllers.network;

import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.routeros.microdns.DnsZones.DnsRecord;
import io.mkube.routeros.microdns.RecordData;
import java.util.List;

/**
 * Who made a zone: a TXT record at {@code _mkube} whose text is the marker alone, without address.
 * A zone without it was made by somebody else and is never removed. Pure.
 */
final class ZoneMarker {
  /** Name of the record, relative to the zone. */
  static final String NAME = DnsOwner.recordName("@");

  private ZoneMarker() {}

  /** The records that say that a network of this name made the zone. */
  static List<DnsRecord> in(DnsZoneSnapshot zone, Marker mine) {
    return zone.records(NAME).stream()
        .filter(
            record ->
                record.data() instanceof RecordData.Txt txt
                    && Marker.parse(txt.text()).filter(mine::sameObject).isPresent())
        .toList();
  }
}
