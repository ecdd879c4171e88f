package io.mkube.routeros.container;

import java.util.List;

/**
 * Menu {@code /container}. Every call is one request with a deadline; nothing is repeated by
 * itself. Failures are {@link io.mkube.routeros.DeviceException}s. Thread-safe.
 */
public interface Containers {
  /** All containers of the device, also those that are not ours. */
  List<Container> list();

  /**
   * Adds a container and returns its id. The image is unpacked afterwards: the row is {@link
   * ContainerState#EXTRACTING} until then.
   */
  String add(ContainerSpec spec);

  /** Starts a stopped container; returns before it runs. */
  void start(String id);

  /** Asks a running container to stop; returns before it is stopped. */
  void stop(String id);

  /** Removes a stopped or failed container and the content of its root folder. */
  void remove(String id);
}
