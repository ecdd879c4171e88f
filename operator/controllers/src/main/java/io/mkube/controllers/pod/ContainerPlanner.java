package io.mkube.controllers.pod;

import io.mkube.controllers.address.AddressSpace.Subnet;
import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.naming.PodFolders;
import io.mkube.controllers.ownership.Owner;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.pod.PodObservation.ContainerView;
import io.mkube.controllers.pod.PodObservation.History;
import io.mkube.controllers.pod.PodObservation.Owned;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.controllers.pod.spec.ContainerDesire.Mount;
import io.mkube.controllers.pod.spec.PodDesire;
import io.mkube.controllers.pod.spec.PodDesire.Restart;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.routeros.container.Container;
import io.mkube.routeros.container.ContainerEnvs.ContainerEnv;
import io.mkube.routeros.container.ContainerMounts.ContainerMount;
import io.mkube.routeros.network.Bridges.BridgePort;
import io.mkube.routeros.network.Veths.Veth;
import io.mkube.routeros.network.Veths.VethSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plans one container with its interface, variables and mounts. Pure. */
final class ContainerPlanner {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** A device may show a container as stopped for a moment after it was told to start. */
  private static final Duration STARTING = Duration.ofSeconds(5);

  private final PodDesire pod;
  private final ContainerDesire desire;
  private final ContainerView seen;
  private final List<PodAction> steps = new ArrayList<>();

  /**
   * The part of a plan that is about one container.
   *
   * @param steps steps in order
   * @param remaining what remains afterwards; empty when it runs, or has ended for good
   */
  record Part(List<PodAction> steps, Optional<Outcome> remaining) {}

  private ContainerPlanner(PodDesire pod, ContainerDesire desire, ContainerView seen) {
    this.pod = pod;
    this.desire = desire;
    this.seen = seen;
  }

  static Part plan(PodDesire pod, ContainerDesire desire, ContainerView seen) {
    ContainerPlanner planner = new ContainerPlanner(pod, desire, seen);
    Optional<Outcome> remaining = planner.plan();
    return new Part(List.copyOf(planner.steps), remaining);
  }

  /** The root folder of a container; tells what the container was made from. */
  static String rootDir(PodDesire pod, ContainerDesire container) {
    return new PodFolders(
            pod.root(), pod.marker().namespace(), pod.marker().name(), pod.marker().uid())
        .container(container.row(), container.hash());
  }

  private Optional<Outcome> plan() {
    if (seen.row().isPresent() && isOutdated(seen.row().get())) {
      return replace(seen.row().get().row());
    }
    if (seen.row().isEmpty()) {
      Optional<Outcome> notNow = notNow();
      if (notNow.isPresent()) {
        return notNow;
      }
    }
    connect();
    if (desire.inputs() instanceof Inputs.Known known) {
      setVariables(known.env());
      setMounts(known.mounts());
    }
    return seen.row().map(owned -> run(owned.row())).orElseGet(this::add);
  }

  private boolean isOutdated(Owned<Container> row) {
    return !(row.owner() instanceof Owner.Ours)
        || !samePath(row.row().rootDir(), rootDir(pod, desire));
  }

  private Optional<Outcome> replace(Container row) {
    switch (row.state()) {
      case RUNNING, STARTING -> remove(new SweepAction.StopContainer(row.id(), row.name()));
      case STOPPED, FAILED, UNKNOWN ->
          remove(new SweepAction.RemoveContainer(row.id(), row.name()));
      case STOPPING, EXTRACTING, DELETING -> {}
    }
    return creating("container " + row.name() + " is being replaced", SOON);
  }

  /** Why a container that is absent is not added now. */
  private Optional<Outcome> notNow() {
    if (seen.attempt().added() && seen.attempt().started().isEmpty()) {
      fail(
          Attempts.Failure.ofImage(
              "image "
                  + desire.image()
                  + " could not be unpacked: the device dropped the"
                  + " container, its log has the reason"));
      return creating("the image could not be unpacked", Duration.ZERO);
    }
    if (!seen.attempt().pause().isZero()) {
      return Optional.of(
          new Outcome.Waiting(
              "ImagePullBackOff", seen.attempt().message(), seen.attempt().pause()));
    }
    return desire.inputs() instanceof Inputs.Missing missing
        ? Optional.of(new Outcome.Blocked(missing.reason(), missing.message(), Duration.ZERO))
        : Optional.empty();
  }

  private Optional<Outcome> add() {
    steps.add(
        new PodAction.AddContainer(
            desire,
            new PodAction.AddSpec(
                pod.marker().text(),
                rootDir(pod, desire),
                pod.trash(),
                pod.restart() == Restart.ALWAYS,
                pod.stopSeconds())));
    return creating("the device fetches " + desire.image(), SOON);
  }

  private Optional<Outcome> run(Container row) {
    return switch (row.state()) {
      case RUNNING -> Optional.empty();
      case EXTRACTING, UNKNOWN -> creating("the device unpacks " + desire.image(), SOON);
      case STARTING, STOPPING, DELETING ->
          creating("container " + row.name() + " is " + row.state(), SOON);
      case STOPPED -> stopped(row);
      case FAILED -> {
        fail(Attempts.Failure.ofImage(imageFailure(row)));
        remove(new SweepAction.RemoveContainer(row.id(), row.name()));
        yield creating(imageFailure(row), Duration.ZERO);
      }
    };
  }

  private String imageFailure(Container row) {
    return "image "
        + desire.image()
        + ": "
        + (row.hint().isEmpty() ? "the device could not fetch or unpack it" : row.hint());
  }

  private Optional<Outcome> stopped(Container row) {
    Attempts.Attempt attempt = seen.attempt();
    if (attempt.started().isPresent() && seen.history() != History.WAS_RUNNING) {
      if (attempt.started().get().compareTo(STARTING) < 0) {
        return creating("container " + row.name() + " is starting", SOON);
      }
      return ended(row);
    }
    return switch (seen.history()) {
      case NEVER_RAN -> start(row);
      case WAS_RUNNING -> mayRestart(row) ? ended(row) : Optional.empty();
      case ENDED -> mayRestart(row) ? start(row) : Optional.empty();
    };
  }

  /** Counts the end, so that the next pass reports and spaces the restart. */
  private Optional<Outcome> ended(Container row) {
    String message =
        "container " + desire.name() + " ended" + (row.hint().isEmpty() ? "" : ": " + row.hint());
    fail(Attempts.Failure.ofRun(message));
    return Optional.of(new Outcome.Waiting("CrashLoopBackOff", message, Duration.ZERO));
  }

  private boolean mayRestart(Container row) {
    return switch (pod.restart()) {
      case ALWAYS -> true;
      case ON_FAILURE -> !row.hint().isEmpty();
      case NEVER -> false;
    };
  }

  private Optional<Outcome> start(Container row) {
    if (!seen.attempt().pause().isZero()) {
      return Optional.of(
          new Outcome.Waiting(
              "CrashLoopBackOff", seen.attempt().message(), seen.attempt().pause()));
    }
    steps.add(
        new PodAction.StartContainer(
            row.id(), row.name(), desire.name(), desire.image().toString()));
    return creating("container " + row.name() + " is starting", SOON);
  }

  private void connect() {
    VethSpec wanted = veth();
    Optional<Veth> veth = seen.veth().map(Owned::row);
    if (veth.isEmpty()) {
      steps.add(new PodAction.AddVeth(wanted));
    } else if (!same(veth.get().spec(), wanted)) {
      steps.add(new PodAction.SetVeth(veth.get().id(), wanted));
    }
    String comment = pod.marker().text();
    Optional<BridgePort> port = seen.port().filter(p -> !p.dynamic());
    boolean right =
        port.filter(p -> p.bridge().equals(pod.network().bridge()) && p.comment().equals(comment))
            .isPresent();
    if (right) {
      return;
    }
    port.ifPresent(p -> remove(new SweepAction.RemovePort(p.id(), p.interfaceName())));
    if (port.isPresent() || seen.port().isEmpty()) {
      steps.add(new PodAction.AddPort(pod.network().bridge(), desire.veth(), comment));
    }
  }

  private VethSpec veth() {
    List<String> addresses = new ArrayList<>();
    String gateway = "";
    String gateway6 = "";
    for (IpAddress address : desire.addresses()) {
      Optional<Subnet> subnet = pod.network().space().subnet(address);
      addresses.add(subnet.map(s -> s.cidr().withPrefix(address)).orElse(address.toString()));
      String router = subnet.flatMap(Subnet::gateway).map(IpAddress::toString).orElse("");
      gateway = address.isV4() ? router : gateway;
      gateway6 = address.isV4() ? gateway6 : router;
    }
    return new VethSpec(desire.veth(), addresses, gateway, gateway6, pod.marker().text());
  }

  private static boolean same(VethSpec found, VethSpec wanted) {
    return canonical(found.addresses()).equals(canonical(wanted.addresses()))
        && IpAddress.find(found.gateway()).equals(IpAddress.find(wanted.gateway()))
        && IpAddress.find(found.gateway6()).equals(IpAddress.find(wanted.gateway6()))
        && found.comment().equals(wanted.comment());
  }

  private static Set<String> canonical(List<String> addresses) {
    Set<String> canonical = new HashSet<>();
    for (String text : addresses) {
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      canonical.add(
          IpAddress.find(address).map(IpAddress::toString).orElse(address)
              + (slash < 0 ? "" : text.substring(slash)));
    }
    return canonical;
  }

  private void setVariables(Map<String, String> wanted) {
    Map<String, String> found = new HashMap<>();
    for (ContainerEnv env : seen.envs()) {
      String value = wanted.get(env.key());
      if (env.value().equals(value) && found.putIfAbsent(env.key(), value) == null) {
        continue;
      }
      remove(new SweepAction.RemoveEnv(env.id(), env.list(), env.key()));
    }
    new TreeMap<>(wanted)
        .forEach(
            (key, value) -> {
              if (!found.containsKey(key)) {
                steps.add(new PodAction.AddEnv(desire.row(), key, value));
              }
            });
  }

  private void setMounts(List<Mount> wanted) {
    Set<Mount> found = new HashSet<>();
    for (ContainerMount row : seen.mounts()) {
      Optional<Mount> match =
          wanted.stream()
              .filter(m -> samePath(m.source(), row.source()))
              .filter(m -> samePath(m.destination(), row.destination()))
              .filter(m -> m.mode() == row.mode())
              .findFirst();
      if (match.isEmpty() || !found.add(match.get())) {
        remove(new SweepAction.RemoveMount(row.id(), row.list(), row.destination()));
      }
    }
    for (Mount mount : wanted) {
      if (!found.contains(mount)) {
        steps.add(
            new PodAction.AddMount(
                desire.row(), mount.source(), mount.destination(), mount.mode()));
      }
    }
  }

  /** The device stores paths with or without a leading slash, as it likes. */
  static boolean samePath(String a, String b) {
    return strip(a).equals(strip(b));
  }

  private static String strip(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private void fail(Attempts.Failure failure) {
    steps.add(new PodAction.CountFailure(desire.name(), desire.image().toString(), failure));
  }

  private void remove(SweepAction step) {
    steps.add(new PodAction.Remove(step));
  }

  private static Optional<Outcome> creating(String message, Duration recheck) {
    return Optional.of(new Outcome.Waiting(PodPlanner.CREATING, message, recheck));
  }
}
