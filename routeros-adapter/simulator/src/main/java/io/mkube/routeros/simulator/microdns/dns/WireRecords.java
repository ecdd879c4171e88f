package io.mkube.routeros.simulator.microdns.dns;

import io.mkube.routeros.simulator.microdns.zone.RecordData;
import io.mkube.routeros.simulator.microdns.zone.ZoneRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** Stored records in the form that DNS sends. */
final class WireRecords {
  private static final int LONGEST_TEXT = 255;

  private WireRecords() {}

  /** The record under the name that was asked for; empty if it cannot be encoded. */
  static Optional<Record> of(Name owner, ZoneRecord row) {
    try {
      return encode(owner, row.ttl(), row.data());
    } catch (TextParseException | UnknownHostException | IllegalArgumentException e) {
      // The server takes any text over REST and leaves out of its answers what DNS cannot carry.
      return Optional.empty();
    }
  }

  private static Optional<Record> encode(Name owner, long ttl, RecordData data)
      throws TextParseException, UnknownHostException {
    String text = data.payload() instanceof String payload ? payload : "";
    int in = DClass.IN;
    return switch (data.type()) {
      case A -> Optional.of(new ARecord(owner, in, ttl, address(text, Address.IPv4)));
      case AAAA -> Optional.of(new AAAARecord(owner, in, ttl, address(text, Address.IPv6)));
      case CNAME -> Optional.of(new CNAMERecord(owner, in, ttl, Answers.absolute(text)));
      case NS -> Optional.of(new NSRecord(owner, in, ttl, Answers.absolute(text)));
      case PTR -> Optional.of(new PTRRecord(owner, in, ttl, Answers.absolute(text)));
      case TXT -> text(owner, ttl, text);
      case MX ->
          Optional.of(
              new MXRecord(owner, in, ttl, number(data, "preference"), name(data, "exchange")));
      case SRV ->
          Optional.of(
              new SRVRecord(
                  owner,
                  in,
                  ttl,
                  number(data, "priority"),
                  number(data, "weight"),
                  number(data, "port"),
                  name(data, "target")));
      case CAA ->
          Optional.of(
              new CAARecord(
                  owner, in, ttl, number(data, "flags"), data.text("tag"), data.text("value")));
      case SOA -> Optional.of(soa(owner, ttl, data));
    };
  }

  private static Record soa(Name owner, long ttl, RecordData data) throws TextParseException {
    return new SOARecord(
        owner,
        DClass.IN,
        ttl,
        name(data, "mname"),
        name(data, "rname"),
        data.number("serial"),
        data.number("refresh"),
        data.number("retry"),
        data.number("expire"),
        data.number("minimum"));
  }

  /** One character string; more than 255 bytes cannot be sent. */
  private static Optional<Record> text(Name owner, long ttl, String text)
      throws TextParseException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_TEXT) {
      return Optional.empty();
    }
    StringBuilder escaped = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      boolean plain = value > ' ' && value < 0x7F && value != '\\' && value != '"';
      if (plain) {
        escaped.append((char) value);
      } else {
        escaped.append(String.format(Locale.ROOT, "\\%03d", value & 0xFF));
      }
    }
    return Optional.of(new TXTRecord(owner, DClass.IN, ttl, escaped.toString()));
  }

  private static InetAddress address(String text, int family) throws UnknownHostException {
    byte[] bytes = Address.toByteArray(text, family);
    if (bytes == null) {
      throw new UnknownHostException(text);
    }
    return InetAddress.getByAddress(bytes);
  }

  private static int number(RecordData data, String name) {
    return Math.toIntExact(data.number(name));
  }

  private static Name name(RecordData data, String name) throws TextParseException {
    return Answers.absolute(data.text(name));
  }
}
