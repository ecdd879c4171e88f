package io.mkube.routeros.container;

import java.util.List;

/** Menu {@code /container/mounts}. Same rules as {@link Containers}. */
public interface ContainerMounts {
  /** All mounts of the device. */
  List<ContainerMount> list();

  /** Adds a mount and returns its id. */
  String add(String list, String source, String destination, MountMode mode);

  /** Removes a mount; the folder behind it stays. */
  void remove(String id);

  /** Whether the container may write to the mount. */
  enum MountMode {
    READ_WRITE,
    READ_ONLY
  }

  /**
   * A row of {@code /container/mounts}.
   *
   * @param id the device's id
   * @param list mount list (mount name up to 7.20)
   * @param source path on the device, without leading slash
   * @param destination path in the container
   * @param mode whether it may be written
   */
  record ContainerMount(
      String id, String list, String source, String destination, MountMode mode) {}
}
