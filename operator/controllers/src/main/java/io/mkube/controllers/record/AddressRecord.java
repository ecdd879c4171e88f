package io.mkube.controllers.record;

import io.mkube.controllers.address.IpAddress;
import io.mkube.routeros.microdns.RecordData;
import java.util.Locale;

/**
 * One address of one name. A name may have several.
 *
 * @param name name relative to the zone, lower case
 * @param address address
 */
public record AddressRecord(String name, IpAddress address) {
  public AddressRecord {
    name = name.toLowerCase(Locale.ROOT);
  }

  /** The record as it is written. */
  public RecordData data() {
    return address.isV4()
        ? new RecordData.A(address.toString())
        : new RecordData.Aaaa(address.toString());
  }

  @Override
  public String toString() {
    return name + " " + address;
  }
}
