package io.mkube.controllers.pod;

import io.mkube.controllers.address.ClaimRequest;
import io.mkube.controllers.plan.Action;
import io.mkube.controllers.pod.spec.ContainerDesire;
import io.mkube.controllers.sweep.SweepAction;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import io.mkube.routeros.microdns.RecordData;
import io.mkube.routeros.network.Veths.VethSpec;
import java.util.List;

/** A step on the way from what there is of a pod to what should be. */
sealed interface PodAction extends Action {
  /**
   * Claims addresses for all containers.
   *
   * @param network network
   * @param request who asks for what
   */
  record ClaimAddresses(String network, ClaimRequest request) implements PodAction {
    @Override
    public String describe() {
      return "claim addresses in network " + network;
    }
  }

  /**
   * Adds an interface.
   *
   * @param spec what it is made of
   */
  record AddVeth(VethSpec spec) implements PodAction {
    @Override
    public String describe() {
      return "add veth " + spec.name() + " with " + String.join(", ", spec.addresses());
    }
  }

  /**
   * Changes an interface.
   *
   * @param id the device's id
   * @param spec what it is to be made of
   */
  record SetVeth(String id, VethSpec spec) implements PodAction {
    @Override
    public String describe() {
      return "set veth " + spec.name() + " to " + String.join(", ", spec.addresses());
    }
  }

  /**
   * Puts an interface on a bridge.
   *
   * @param bridge bridge
   * @param interfaceName interface
   * @param comment marker
   */
  record AddPort(String bridge, String interfaceName, String comment) implements PodAction {
    @Override
    public String describe() {
      return "add " + interfaceName + " to bridge " + bridge;
    }
  }

  /**
   * Makes a folder unless it exists.
   *
   * @param path path without leading slash
   */
  record MakeFolder(String path) implements PodAction {
    @Override
    public String describe() {
      return "make folder " + path;
    }
  }

  /**
   * Writes a file.
   *
   * @param path path without leading slash
   * @param content content; may be secret
   */
  record WriteFile(String path, String content) implements PodAction {
    @Override
    public String describe() {
      return "write file " + path;
    }

    /** Leaves the content out: it may be a secret. */
    @Override
    public String toString() {
      return "WriteFile[" + path + "]";
    }
  }

  /**
   * Adds a variable.
   *
   * @param list environment list
   * @param key name
   * @param value value; may be secret
   */
  record AddEnv(String list, String key, String value) implements PodAction {
    @Override
    public String describe() {
      return "add variable " + key + " to list " + list;
    }

    /** Leaves the value out: it may be a secret. */
    @Override
    public String toString() {
      return "AddEnv[" + list + "/" + key + "]";
    }
  }

  /**
   * Adds a mount.
   *
   * @param list mount list
   * @param source path on the device
   * @param destination path in the container
   * @param mode whether it may be written
   */
  record AddMount(String list, String source, String destination, MountMode mode)
      implements PodAction {
    @Override
    public String describe() {
      return "add mount " + destination + " to list " + list;
    }
  }

  /**
   * Adds a container; the device then fetches and unpacks its image.
   *
   * @param container container
   * @param spec the rest of what the device is told
   */
  record AddContainer(ContainerDesire container, AddSpec spec) implements PodAction {
    @Override
    public String describe() {
      return "add container " + container.row() + " from " + container.image();
    }
  }

  /**
   * What a container is added with besides its own desire.
   *
   * @param comment marker
   * @param rootDir root folder
   * @param trash folder that a root folder in the way is moved to
   * @param startOnBoot whether the device starts it after a reboot
   * @param stopSeconds time between stop signal and kill
   */
  record AddSpec(
      String comment, String rootDir, String trash, boolean startOnBoot, int stopSeconds) {}

  /**
   * Starts a container.
   *
   * @param id the device's id
   * @param row name on the device
   * @param container name in the pod
   * @param image what it was made from
   */
  record StartContainer(String id, String row, String container, String image)
      implements PodAction {
    @Override
    public String describe() {
      return "start container " + row;
    }
  }

  /**
   * Remembers that a container failed.
   *
   * @param container name in the pod
   * @param image what it was made from
   * @param failure how
   */
  record CountFailure(String container, String image, Attempts.Failure failure)
      implements PodAction {
    @Override
    public String describe() {
      return "container " + container + " failed: " + failure.message();
    }
  }

  /**
   * Adds a DNS record.
   *
   * @param endpoint server
   * @param zone zone
   * @param name name relative to the zone
   * @param data type and payload
   */
  record AddRecord(String endpoint, String zone, String name, RecordData data)
      implements PodAction {
    @Override
    public String describe() {
      return "add DNS record " + name + " " + text() + " to zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }

    private String text() {
      return switch (data) {
        case RecordData.A a -> a.address();
        case RecordData.Aaaa a -> a.address();
        case RecordData.Txt t -> "TXT";
        case RecordData.Other o -> o.type();
      };
    }
  }

  /**
   * Notes that all volumes hold what they should; nothing is sent to the device.
   *
   * @param hash hash of their contents
   */
  record ConfirmFiles(String hash) implements PodAction {
    @Override
    public String describe() {
      return "note that the volumes are written";
    }
  }

  /**
   * Takes something away.
   *
   * @param step what
   */
  record Remove(SweepAction step) implements PodAction {
    @Override
    public String describe() {
      return step.describe();
    }

    @Override
    public Target target() {
      return step.target();
    }
  }

  /** The same removals as steps of a pod's plan. */
  static List<PodAction> removals(List<SweepAction> steps) {
    return steps.stream().<PodAction>map(Remove::new).toList();
  }
}
