package io.mkube.controllers.pod.spec;

import io.mkube.controllers.address.IpAddress;
import io.mkube.controllers.naming.ShortHash;
import io.mkube.images.ImageReference;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container as it should be on a device.
 *
 * @param name name in the pod
 * @param row name on the device, of its mount list and of its environment list
 * @param veth name of its interface
 * @param image where its image comes from
 * @param program what runs in it
 * @param addresses addresses that it holds; empty before they are claimed
 * @param fixed addresses that it must get
 * @param inputs its variables and mounts, or why they are not known
 */
public record ContainerDesire(
    String name,
    String row,
    String veth,
    ImageChoice image,
    Program program,
    List<IpAddress> addresses,
    List<IpAddress> fixed,
    Inputs inputs) {
  private static final int HASH = 8;

  public ContainerDesire {
    addresses = List.copyOf(addresses);
    fixed = List.copyOf(fixed);
  }

  /** Where an image comes from. */
  public sealed interface ImageChoice {
    /**
     * From a registry.
     *
     * @param reference complete reference
     */
    record Registry(ImageReference reference) implements ImageChoice {
      @Override
      public String toString() {
        return reference.toString();
      }
    }

    /**
     * From an archive that lies on the device.
     *
     * @param path path without leading slash
     */
    record Archive(String path) implements ImageChoice {
      @Override
      public String toString() {
        return "file " + path;
      }
    }
  }

  /**
   * What runs in a container. Empty texts and lists leave the image's own values.
   *
   * @param entrypoint entry point
   * @param arguments arguments
   * @param workdir working folder
   * @param user {@code uid[:gid]}
   * @param hostname host name
   * @param dns name servers
   */
  public record Program(
      List<String> entrypoint,
      List<String> arguments,
      String workdir,
      String user,
      String hostname,
      List<String> dns) {
    public Program {
      entrypoint = List.copyOf(entrypoint);
      arguments = List.copyOf(arguments);
      dns = List.copyOf(dns);
    }
  }

  /**
   * A mount.
   *
   * @param source path on the device, without leading slash
   * @param destination path in the container
   * @param mode whether it may be written
   */
  public record Mount(String source, String destination, MountMode mode) {}

  /** Variables and mounts. */
  public sealed interface Inputs {
    /**
     * Everything is there.
     *
     * @param env variables; the values may be secret
     * @param mounts mounts
     */
    record Known(Map<String, String> env, List<Mount> mounts) implements Inputs {
      public Known {
        env = Map.copyOf(env);
        mounts = List.copyOf(mounts);
      }

      /** Leaves the values out: they may be secrets. */
      @Override
      public String toString() {
        return "Known[env=" + env.keySet() + ", mounts=" + mounts + "]";
      }
    }

    /**
     * Something that they refer to is missing or cannot be honoured.
     *
     * @param reason CamelCase reason
     * @param message sentence that names it
     */
    record Missing(String reason, String message) implements Inputs {}
  }

  /** The pod's address of this container, once it is claimed. */
  public Optional<IpAddress> address() {
    return addresses.stream().findFirst();
  }

  /**
   * A hash of all that a container is made from and that cannot be changed on the device while the
   * container exists. It is part of the root folder's name, so that a container tells by itself
   * what it was made from.
   */
  public String hash() {
    List<String> parts = new ArrayList<>();
    parts.add(image.toString());
    parts.add(String.valueOf(program.entrypoint().size()));
    parts.addAll(program.entrypoint());
    parts.add(String.valueOf(program.arguments().size()));
    parts.addAll(program.arguments());
    parts.add(program.workdir());
    parts.add(program.user());
    parts.add(program.hostname());
    addresses.forEach(address -> parts.add(address.toString()));
    return ShortHash.of(HASH, parts);
  }
}
