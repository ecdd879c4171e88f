package io.mkube.controllers.pod;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.ownership.DnsOwner;
import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.pod.spec.DesiredRecord;
import io.mkube.controllers.sweep.DnsLeftovers;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.routeros.microdns.RecordData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the names of a pod. For each address of each name there are two records: a text that tells
 * the owner, written first and removed last, and the address. Pure.
 */
final class DnsPlanner {
  /** Time to live of what may move, as mkube has it. */
  static final int TTL_SECONDS = 60;

  private static final Duration UNREACHABLE = Duration.ofSeconds(10);
  private static final Duration ZONE_MISSING = Duration.ofSeconds(5);

  private DnsPlanner() {}

  /**
   * The steps, or what stands against them.
   *
   * @param steps steps in order
   * @param obstacle what must change first
   */
  record Names(List<PodAction> steps, Optional<Outcome> obstacle) {
    static Names blocked(Outcome outcome) {
      return new Names(List.of(), Optional.of(outcome));
    }
  }

  static Names plan(Marker mine, List<DesiredRecord> desired, PodObservation.Names seen) {
    return switch (seen) {
      case PodObservation.Names.None none -> new Names(List.of(), Optional.empty());
      case PodObservation.Names.Unreachable down when down.registered() ->
          new Names(List.of(), Optional.empty());
      case PodObservation.Names.Unreachable down ->
          Names.blocked(
              new Outcome.Blocked(ConditionReasons.DNS_UNREACHABLE, down.message(), UNREACHABLE));
      case PodObservation.Names.Zone zone when zone.zone().id().isEmpty() ->
          Names.blocked(
              new Outcome.Blocked(
                  "DNSZoneMissing",
                  "the DNS server " + zone.endpoint() + " has no zone " + zone.zone().zone(),
                  ZONE_MISSING));
      case PodObservation.Names.Zone zone ->
          new Names(steps(mine, desired, zone), Optional.empty());
    };
  }

  /** Whether every desired name has its address, whoever wrote it. */
  static boolean registered(List<DesiredRecord> desired, PodObservation.Names.Zone seen) {
    return desired.stream().allMatch(record -> present(record, seen));
  }

  private static List<PodAction> steps(
      Marker mine, List<DesiredRecord> desired, PodObservation.Names.Zone seen) {
    List<PodAction> steps = new ArrayList<>();
    for (DesiredRecord record : desired) {
      boolean present = present(record, seen);
      if (present && owners(record, seen).isEmpty()) {
        continue; // written by somebody else; it says what we want and is not ours to remove
      }
      if (!owned(mine, record, seen)) {
        String text = new DnsOwner(mine, record.address().toString()).text();
        steps.add(add(seen, DnsOwner.recordName(record.name()), new RecordData.Txt(text)));
      }
      if (!present) {
        steps.add(add(seen, record.name(), data(record.address())));
      }
    }
    steps.addAll(
        PodAction.removals(
            List.copyOf(
                DnsLeftovers.in(
                    seen.endpoint(),
                    seen.zone(),
                    (name, owner) -> isStale(mine, desired, seen, name, owner)))));
    return steps;
  }

  private static boolean isStale(
      Marker mine,
      List<DesiredRecord> desired,
      PodObservation.Names.Zone seen,
      String name,
      DnsOwner owner) {
    if (!owner.seenFrom(mine).mayTouch()) {
      return false;
    }
    DesiredRecord record = new DesiredRecord(name, IpAddress.parse(owner.address()));
    if (!desired.contains(record)) {
      return true;
    }
    // A former pod of this name: its text goes once ours stands beside it.
    return !isMine(mine, owner) && owned(mine, record, seen);
  }

  private static boolean present(DesiredRecord record, PodObservation.Names.Zone seen) {
    return seen.zone().records(record.name()).stream()
        .anyMatch(r -> DnsLeftovers.address(r).equals(Optional.of(record.address())));
  }

  private static boolean owned(Marker mine, DesiredRecord record, PodObservation.Names.Zone seen) {
    return owners(record, seen).stream().anyMatch(owner -> isMine(mine, owner));
  }

  private static boolean isMine(Marker mine, DnsOwner owner) {
    return owner.marker().uid().equals(mine.uid()) && owner.seenFrom(mine).mayTouch();
  }

  private static List<DnsOwner> owners(DesiredRecord record, PodObservation.Names.Zone seen) {
    return DnsLeftovers.owners(seen.zone(), record.name(), record.address());
  }

  private static PodAction add(PodObservation.Names.Zone seen, String name, RecordData data) {
    return new PodAction.AddRecord(seen.endpoint(), seen.zone().zone(), name, data);
  }

  private static RecordData data(IpAddress address) {
    return address.isV4()
        ? new RecordData.A(address.toString())
        : new RecordData.Aaaa(address.toString());
  }
}
