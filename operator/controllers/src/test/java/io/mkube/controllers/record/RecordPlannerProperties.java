package io.mkube.controllers.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.device.DnsServer;
import io.mkube.controllers.device.DnsServers;
import io.mkube.controllers.device.DnsZoneSnapshot;
import io.mkube.controllers.device.WriteGuard;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.world.ManualClock;
import io.mkube.controllers.world.MemoryDns;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.BeforeTry;

final class RecordPlannerProperties {
  private static final String ZONE = "gt.lo";
  private static final Marker MINE = new Marker(new ClusterUid("c1"), "Network", "", "gt", "uid-2");
  private static final Marker FORMER =
      new Marker(new ClusterUid("c1"), "Network", "", "gt", "uid-1");
  private static final List<Marker> OTHERS =
      List.of(
          new Marker(new ClusterUid("c1"), "Pod", "default", "gt", "uid-3"),
          new Marker(new ClusterUid("c2"), "Network", "", "gt", "uid-2"));

  private final ManualClock clock = new ManualClock();
  private MemoryDns memory = new MemoryDns();
  private DnsServer server = connect(memory);

  /** One object serves all tries of a property. */
  @BeforeTry
  void begin() {
    memory = new MemoryDns();
    memory.ensureZone(ZONE);
    server = connect(memory);
  }

  private DnsServer connect(MemoryDns dns) {
    return new DnsServers(endpoint -> dns, WriteGuard.OPEN, clock).at("http://dns");
  }

  @Property
  void reachesWhatIsWantedInTwoPassesAndThenRests(
      @ForAll("records") List<AddressRecord> before,
      @ForAll("records") List<AddressRecord> wanted,
      @ForAll("strangers") List<Tuple2<AddressRecord, Integer>> strangers) {
    write(FORMER, before);
    strangers.forEach(stranger -> writeStranger(stranger.get1(), stranger.get2()));
    List<String> foreign = foreign();

    apply(wanted);
    apply(wanted); // takes away the texts of the former object, now that ours stand beside them

    assertEquals(List.of(), plan(wanted), () -> memory.dump(ZONE).toString());
    List<String> all = memory.dump(ZONE);
    wanted.forEach(r -> assertTrue(all.contains(r.name() + " " + r.data()), all::toString));
    assertTrue(all.containsAll(foreign), () -> foreign + " in " + all);
  }

  @Property
  void leavesNothingBehindButWhatOthersWrote(
      @ForAll("records") List<AddressRecord> wanted,
      @ForAll("strangers") List<Tuple2<AddressRecord, Integer>> strangers) {
    strangers.forEach(stranger -> writeStranger(stranger.get1(), stranger.get2()));
    List<String> foreign = memory.dump(ZONE);

    apply(wanted);
    apply(List.of());

    assertEquals(foreign, memory.dump(ZONE));
    assertEquals(!foreign.isEmpty(), RecordPlanner.holdsOthers(MINE, zone()));
  }

  @Property
  void removesWhatIsItsOwnAndThereTwice(@ForAll("records") List<AddressRecord> wanted) {
    apply(wanted);
    List<String> once = memory.dump(ZONE);
    write(MINE, wanted);

    apply(wanted);

    assertEquals(once, memory.dump(ZONE));
    assertFalse(RecordPlanner.holdsOthers(MINE, zone()));
  }

  private void apply(List<AddressRecord> wanted) {
    for (RecordChange change : plan(wanted)) {
      switch (change) {
        case RecordChange.Add add -> server.add(ZONE, add.name(), 300, add.data());
        case RecordChange.Remove remove -> server.remove(ZONE, remove.id());
      }
    }
  }

  private List<RecordChange> plan(List<AddressRecord> wanted) {
    return RecordPlanner.plan(MINE, wanted, server.endpoint(), zone());
  }

  private DnsZoneSnapshot zone() {
    clock.advance(Duration.ofSeconds(1));
    return server.zone(ZONE, Duration.ZERO);
  }

  private void write(Marker owner, List<AddressRecord> records) {
    for (AddressRecord record : records) {
      memory.write(ZONE, record.name(), record.data());
      memory.write(
          ZONE,
          DnsOwner.recordName(record.name()),
          new RecordData.Txt(new DnsOwner(owner, record.address().toString()).text()));
    }
  }

  /** 0: a person's record without owner; 1 and 2: records with somebody else's marker. */
  private void writeStranger(AddressRecord record, int who) {
    if (who == 0) {
      memory.write(ZONE, record.name(), record.data());
    } else {
      write(OTHERS.get(who - 1), List.of(record));
    }
  }

  /** What is there and does not belong to the network under its former or present uid. */
  private List<String> foreign() {
    return memory.dump(ZONE).stream()
        .filter(text -> text.contains("uid-3") || text.contains("mkube/1 c2"))
        .toList();
  }

  @Provide
  Arbitrary<List<AddressRecord>> records() {
    return record().list().ofMaxSize(6).uniqueElements();
  }

  @Provide
  Arbitrary<List<Tuple2<AddressRecord, Integer>>> strangers() {
    return Combinators.combine(record(), Arbitraries.integers().between(0, 2))
        .as(Tuple::of)
        .list()
        .ofMaxSize(4)
        .uniqueElements();
  }

  private static Arbitrary<AddressRecord> record() {
    return Combinators.combine(
            Arbitraries.of("@", "dns", "rose", "a.b", "*"),
            Arbitraries.of("10.0.0.1", "10.0.0.2", "fd00::1"))
        .as((name, address) -> new AddressRecord(name, IpAddress.parse(address)));
  }
}
