package io.mkube.controllers.pod;

import io.mkube.controllers.address.ClaimResult;
import io.mkube.controllers.device.DeviceNode;
import io.mkube.controllers.plan.ActionException;
import io.mkube.controllers.plan.Outcome;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.pod.spec.ContainerDesire.ImageChoice;
import io.mkube.controllers.sweep.SweepActuator;
import io.mkube.crds.status.ConditionReasons;
import io.mkube.images.ImageException;
import io.mkube.images.ResolvedImage;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.container.ContainerSpec.ImageSource;
import io.mkube.routeros.file.DeviceFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Performs the steps of pods. Thread-safe. */
final class PodActuator {
  private final PodPorts ports;
  private final Attempts attempts;
  private final SweepActuator removals;

  PodActuator(PodPorts ports, Attempts attempts) {
    this.ports = ports;
    this.attempts = attempts;
    this.removals = new SweepActuator(ports.dns(), ports.claims());
  }

  /**
   * Performs one step.
   *
   * @param uid uid of the pod
   */
  void perform(PodAction action, String uid, DeviceNode node) {
    switch (action) {
      case PodAction.ClaimAddresses a -> claim(a);
      case PodAction.AddVeth a -> node.device().veths().add(a.spec());
      case PodAction.SetVeth a -> node.device().veths().set(a.id(), a.spec());
      case PodAction.AddPort a ->
          node.device().bridges().addPort(a.bridge(), a.interfaceName(), a.comment());
      case PodAction.MakeFolder a -> node.device().files().createFolder(a.path());
      case PodAction.WriteFile a -> node.device().files().write(a.path(), a.content());
      case PodAction.ConfirmFiles a -> {}
      case PodAction.AddEnv a -> node.device().containerEnvs().add(a.list(), a.key(), a.value());
      case PodAction.AddMount a ->
          node.device().containerMounts().add(a.list(), a.source(), a.destination(), a.mode());
      case PodAction.AddContainer a -> add(a, uid, node);
      case PodAction.StartContainer a -> start(a, uid, node);
      case PodAction.CountFailure a -> attempts.failed(uid, a.container(), a.image(), a.failure());
      case PodAction.AddRecord a ->
          ports.dns().at(a.endpoint()).add(a.zone(), a.name(), DnsPlanner.TTL_SECONDS, a.data());
      case PodAction.Remove a -> removals.perform(a.step(), node);
    }
  }

  private void claim(PodAction.ClaimAddresses action) {
    switch (ports.claims().claim(action.network(), action.request())) {
      case ClaimResult.Granted granted -> {}
      case ClaimResult.Exhausted no ->
          throw blocked(ConditionReasons.ADDRESS_POOL_EXHAUSTED, no.message());
      case ClaimResult.Taken no -> throw blocked(ConditionReasons.ADDRESS_TAKEN, no.message());
      case ClaimResult.Outside no ->
          throw blocked(ConditionReasons.ADDRESS_OUTSIDE_NETWORK, no.message());
      case ClaimResult.NoNetwork no ->
          throw blocked(ConditionReasons.NETWORK_NOT_FOUND, no.message());
    }
  }

  private static ActionException blocked(String reason, String message) {
    return new ActionException(new Outcome.Blocked(reason, message, Duration.ZERO));
  }

  private void add(PodAction.AddContainer action, String uid, DeviceNode node) {
    ContainerDesire container = action.container();
    try {
      ImageSource image = resolve(container.image());
      makeWay(action.spec(), container, node.device().files());
      node.device().containers().add(spec(container, image, action.spec()));
      attempts.added(uid, container.name(), container.image().toString());
    } catch (ImageException | DeviceException.Rejected | DeviceException.Unsupported e) {
      Attempts.Failure failure =
          Attempts.Failure.ofImage("image " + container.image() + ": " + e.getMessage());
      attempts.failed(uid, container.name(), container.image().toString(), failure);
      throw new ActionException(
          new Outcome.Waiting(failure.reason(), failure.message(), Duration.ZERO));
    }
  }

  private ImageSource resolve(ImageChoice choice) throws ImageException {
    return switch (choice) {
      case ImageChoice.Archive archive -> new ImageSource.Archive(archive.path());
      case ImageChoice.Registry registry ->
          switch (ports.images().resolve(registry.reference())) {
            case ResolvedImage.Remote remote ->
                new ImageSource.Remote(remote.reference().toString());
            case ResolvedImage.DeviceFile file -> new ImageSource.Archive(file.path());
          };
    };
  }

  /**
   * Moves a root folder aside that is there already: devices up to 7.22 would run its old content,
   * newer ones refuse the container.
   */
  private void makeWay(PodAction.AddSpec spec, ContainerDesire container, DeviceFiles files) {
    if (files.find(spec.rootDir()).isEmpty()) {
      return;
    }
    files.createFolder(spec.trash());
    files.rename(
        spec.rootDir(), spec.trash() + "/" + container.row() + "-" + ports.clock().millis());
  }

  private static ContainerSpec spec(
      ContainerDesire container, ImageSource image, PodAction.AddSpec spec) {
    ContainerDesire.Program program = container.program();
    ContainerDesire.Inputs.Known inputs =
        container.inputs() instanceof ContainerDesire.Inputs.Known known
            ? known
            : new ContainerDesire.Inputs.Known(Map.of(), List.of());
    return new ContainerSpec(
        container.row(),
        spec.comment(),
        image,
        container.veth(),
        spec.rootDir(),
        inputs.mounts().isEmpty() ? List.of() : List.of(container.row()),
        inputs.env().isEmpty() ? List.of() : List.of(container.row()),
        program.arguments(),
        program.entrypoint(),
        program.workdir(),
        program.user(),
        program.hostname(),
        program.dns(),
        spec.startOnBoot(),
        spec.stopSeconds(),
        true);
  }

  private void start(PodAction.StartContainer action, String uid, DeviceNode node) {
    try {
      node.device().containers().start(action.id());
      attempts.started(uid, action.container(), action.image());
    } catch (DeviceException.Unreachable e) {
      // Devices cut the connection when a predecessor is still being torn down. If it is the
      // router that is gone, the next reading tells.
      throw new ActionException(
          new Outcome.Waiting(
              "DeviceBusy", action.describe() + ": " + e.getMessage(), Outcome.BUSY_RECHECK));
    }
  }
}
