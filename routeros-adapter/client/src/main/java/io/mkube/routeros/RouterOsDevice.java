package io.mkube.routeros;

import io.mkube.routeros.container.ContainerEnvs;
import io.mkube.routeros.container.ContainerMounts;
import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.Containers;
import io.mkube.routeros.file.DeviceFiles;
import io.mkube.routeros.network.Bridges;
import io.mkube.routeros.network.Veths;
import io.mkube.routeros.system.RouterSystem;

/**
 * One RouterOS device: hands out the ports to its menus. Thread-safe; {@link #close} releases the
 * connections.
 */
public interface RouterOsDevice extends AutoCloseable {
  Containers containers();

  ContainerMounts containerMounts();

  ContainerEnvs containerEnvs();

  ContainerOutput containerOutput();

  Veths veths();

  Bridges bridges();

  DeviceFiles files();

  RouterSystem system();

  @Override
  void close();
}
