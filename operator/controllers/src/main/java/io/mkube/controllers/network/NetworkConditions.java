package io.mkube.controllers.network;

import io.fabric8.kubernetes.api.model.Condition;
import io.mkube.controllers.address.AddressSpace;
import io.mkube.controllers.address.AddressSpan;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.status.ConditionWriter;
import io.mkube.controllers.status.ConditionWriter.Status;
import io.mkube.controllers.status.ConditionWriter.Wanted;
import io.mkube.crds.network.AddressPool;
import io.mkube.crds.network.NetworkStatus;
import io.mkube.crds.network.ServedZone;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.crds.status.ConditionTypes;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Network. Pure. */
final class NetworkConditions {
  private static final String SILENT = "NameServerSilent";
  private static final BigInteger LARGEST = BigInteger.valueOf((1L << 53) - 1);

  private NetworkConditions() {}

  /**
   * What the status is made of.
   *
   * @param outcome how the pass ended
   * @param space addresses of the network; null when its spec is malformed
   * @param alive whether the name server answers; empty when nobody asks it
   * @param pods number of pods on it
   * @param zones zones that hold records of it
   * @param deleting whether it is being deleted
   * @param generation generation of the spec that was looked at
   */
  record Facts(
      Outcome outcome,
      @Nullable AddressSpace space,
      Optional<Boolean> alive,
      int pods,
      List<ServedZone> zones,
      boolean deleting,
      long generation) {}

  /** The status to write; equal to {@code before} when nothing changed. */
  static NetworkStatus describe(NetworkStatus before, Facts facts, Instant now) {
    Wanted ready = ready(facts);
    Wanted degraded = degraded(facts);
    List<Condition> conditions =
        ConditionWriter.merge(
            before.conditions(), List.of(ready, degraded), facts.generation(), now);
    return new NetworkStatus(
        phase(facts, ready, degraded),
        facts.alive().orElse(null),
        facts.pods(),
        pool(facts.space(), 0),
        pool(facts.space(), 1),
        before.allocations(),
        facts.zones(),
        conditions,
        facts.generation());
  }

  private static Wanted ready(Facts facts) {
    if (facts.deleting() && !(facts.outcome() instanceof Outcome.Blocked)) {
      return not(ConditionReasons.REMOVING, "what was made for the network is being removed");
    }
    return switch (facts.outcome()) {
      case Outcome.InSync s -> yes();
      case Outcome.Changed c -> yes();
      case Outcome.Waiting w -> not(w.reason(), w.message());
      case Outcome.Blocked b -> not(b.reason(), b.message());
      case Outcome.Failed f -> not(f.reason(), f.message());
    };
  }

  private static Wanted yes() {
    return new Wanted(ConditionTypes.READY, Status.TRUE, ConditionReasons.AVAILABLE, "");
  }

  private static Wanted not(String reason, String message) {
    return new Wanted(ConditionTypes.READY, Status.FALSE, reason, message);
  }

  private static Wanted degraded(Facts facts) {
    return facts.alive().orElse(true)
        ? new Wanted(ConditionTypes.DEGRADED, Status.FALSE, ConditionReasons.AS_DECLARED, "")
        : new Wanted(
            ConditionTypes.DEGRADED,
            Status.TRUE,
            SILENT,
            "the name server does not answer queries; see spec.dns.server and spec.dns.port");
  }

  private static String phase(Facts facts, Wanted ready, Wanted degraded) {
    if (facts.deleting()) {
      return "Deleting";
    }
    if (ready.status() != Status.TRUE) {
      return "Pending";
    }
    return degraded.status() == Status.TRUE ? "Degraded" : "Active";
  }

  private static @Nullable AddressPool pool(@Nullable AddressSpace space, int family) {
    if (space == null || space.subnets().size() <= family) {
      return null;
    }
    AddressSpan pool = space.subnets().get(family).pool();
    BigInteger size =
        pool.last().value().subtract(pool.first().value()).add(BigInteger.ONE).min(LARGEST);
    return new AddressPool(pool.first().toString(), pool.last().toString(), size.longValue());
  }
}
