package io.mkube.routeros.simulator.microdns.dns;

import io.mkube.routeros.simulator.microdns.zone.Dialect;
import io.mkube.routeros.simulator.microdns.zone.RecordType;
import io.mkube.routeros.simulator.microdns.zone.Zone;
import io.mkube.routeros.simulator.microdns.zone.ZoneRecord;
import io.mkube.routeros.simulator.microdns.zone.ZoneStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What the recursor of microdns answers from its zones. All records of a name are returned in
 * stored order; a name in no zone is refused instead of being asked for in the internet.
 * Thread-safe.
 */
public final class Answers {
  private static final int PLAIN_UDP = 512;
  private static final int LARGEST_UDP = 4096;
  private static final int LARGEST_TCP = 65_535;

  private final ZoneStore store;

  public Answers(ZoneStore store) {
    this.store = store;
  }

  /** The answer to a UDP packet, cut to what the asker takes; empty to drop it. */
  public Optional<byte[]> udp(byte[] packet) {
    return parse(packet).map(query -> answer(query).toWire(udpSize(query)));
  }

  /** The answer to a TCP message; empty to drop it. */
  public Optional<byte[]> tcp(byte[] packet) {
    return parse(packet).map(query -> answer(query).toWire(LARGEST_TCP));
  }

  private static Optional<Message> parse(byte[] packet) {
    try {
      Message query = new Message(packet);
      return query.getHeader().getFlag(Flags.QR) ? Optional.empty() : Optional.of(query);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int udpSize(Message query) {
    OPTRecord opt = query.getOPT();
    return opt == null ? PLAIN_UDP : Math.clamp(opt.getPayloadSize(), PLAIN_UDP, LARGEST_UDP);
  }

  private Message answer(Message query) {
    Header header = query.getHeader();
    Message reply = new Message(header.getID());
    reply.getHeader().setOpcode(header.getOpcode());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    if (header.getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    Record question = query.getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    }
    if (header.getOpcode() != Opcode.QUERY) {
      reply.getHeader().setRcode(Rcode.NOTIMP);
    } else if (question == null || header.getCount(Section.QUESTION) != 1) {
      reply.getHeader().setRcode(Rcode.FORMERR);
    } else {
      fill(reply, question);
    }
    return reply;
  }

  private void fill(Message reply, Record question) {
    Optional<ZoneStore.Found> found =
        question.getDClass() == DClass.IN
            ? store.lookUp(question.getName().toString(true))
            : Optional.empty();
    if (found.isEmpty()) {
      reply.getHeader().setRcode(Rcode.REFUSED);
      return;
    }
    Optional<RecordType> type = type(question.getType());
    if (type.isEmpty()) {
      reply.getHeader().setRcode(Rcode.NOTIMP);
      return;
    }
    reply.getHeader().setFlag(Flags.AA);
    answer(reply, question, found.get(), type.get());
  }

  private void answer(Message reply, Record question, ZoneStore.Found found, RecordType type) {
    if (type == RecordType.SOA) {
      reply.addRecord(soa(found.zone()), Section.ANSWER);
      return;
    }
    List<ZoneRecord> wanted =
        found.records().stream().filter(row -> row.data().type() == type).toList();
    for (ZoneRecord row : wanted) {
      WireRecords.of(question.getName(), row)
          .ifPresent(answer -> reply.addRecord(answer, Section.ANSWER));
    }
    if (wanted.isEmpty()) {
      boolean nameless = !found.exists();
      boolean february = store.dialect() == Dialect.FEBRUARY && !found.apex();
      reply.getHeader().setRcode(nameless || february ? Rcode.NXDOMAIN : Rcode.NOERROR);
      reply.addRecord(soa(found.zone()), Section.AUTHORITY);
    }
  }

  private static Optional<RecordType> type(int number) {
    String name = Type.string(number);
    for (RecordType type : RecordType.values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static Record soa(Zone zone) {
    Zone.Soa soa = zone.soa();
    try {
      return new SOARecord(
          absolute(zone.name()),
          DClass.IN,
          zone.defaultTtl(),
          absolute(soa.mname()),
          absolute(soa.rname()),
          soa.serial(),
          soa.refresh(),
          soa.retry(),
          soa.expire(),
          soa.minimum());
    } catch (TextParseException e) {
      throw new IllegalStateException("zone " + zone.name() + " has a bad start of authority", e);
    }
  }

  /** A name that stands for itself, with or without its final dot. */
  static Name absolute(String name) throws TextParseException {
    return Name.fromString(name, Name.root);
  }
}
