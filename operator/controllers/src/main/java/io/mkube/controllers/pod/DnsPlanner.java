package io.mkube.controllers.pod;

import io.mkube.controllers.ownership.Marker;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.record.AddressRecord;
import io.mkube.controllers.record.RecordChange;
import io.mkube.controllers.record.RecordPlanner;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.crds.status.ConditionReasons;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plans the names of a pod, and says when its DNS server stands in the way. Pure. */
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

  static Names plan(Marker mine, List<AddressRecord> desired, PodObservation.Names seen) {
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
  static boolean registered(List<AddressRecord> desired, PodObservation.Names.Zone seen) {
    return desired.stream().allMatch(record -> RecordPlanner.present(record, seen.zone()));
  }

  private static List<PodAction> steps(
      Marker mine, List<AddressRecord> desired, PodObservation.Names.Zone seen) {
    return RecordPlanner.plan(mine, desired, seen.endpoint(), seen.zone()).stream()
        .map(change -> action(change, seen))
        .toList();
  }

  private static PodAction action(RecordChange change, PodObservation.Names.Zone seen) {
    return switch (change) {
      case RecordChange.Add add ->
          new PodAction.AddRecord(seen.endpoint(), seen.zone().zone(), add.name(), add.data());
      case RecordChange.Remove remove ->
          new PodAction.Remove(
              new SweepAction.RemoveRecord(
                  seen.endpoint(), seen.zone().zone(), remove.id(), remove.what()));
    };
  }
}
