package io.mkube.routeros.rest;

import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.RouterOsDevice;
import io.mkube.routeros.container.ContainerEnvs;
import io.mkube.routeros.container.ContainerMounts;
import io.mkube.routeros.container.ContainerOutput;
import io.mkube.routeros.container.Containers;
import io.mkube.routeros.file.DeviceFiles;
import io.mkube.routeros.http.HttpLink;
import io.mkube.routeros.http.HttpLink.Limits;
import io.mkube.routeros.network.Bridges;
import io.mkube.routeros.network.Veths;
import io.mkube.routeros.system.RouterSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Credentials;

/** A device over its REST interface. */
public final class RouterOs implements RouterOsDevice {
  private final HttpLink link;
  private final Console console;

  private RouterOs(RouterOsConfig config) {
    String credentials =
        Credentials.basic(config.user(), config.password(), StandardCharsets.UTF_8);
    this.link =
        new HttpLink(
            // Four connections in all, one of them writing: above about eight the device drops
            // requests, and each connection is a session that it never forgets until a reboot. It
            // keeps an idle one for about ten minutes.
            new Limits(
                3, 1, config.commandDeadline(), Duration.ofSeconds(5), Duration.ofMinutes(5)),
            config.trust(),
            chain ->
                chain.proceed(
                    chain
                        .request()
                        .newBuilder()
                        .header("Authorization", credentials)
                        .header("Accept", "application/json")
                        .build()),
            config.listener());
    this.console = new Console(config, link);
  }

  /**
   * Hands out the ports of a device. Nothing is sent until one of them is used.
   *
   * @throws IllegalArgumentException if the configuration names an unreadable certificate file
   */
  public static RouterOsDevice connect(RouterOsConfig config) {
    return new RouterOs(config);
  }

  @Override
  public Containers containers() {
    return new RouterOsContainers(console);
  }

  @Override
  public ContainerMounts containerMounts() {
    return new RouterOsMounts(console);
  }

  @Override
  public ContainerEnvs containerEnvs() {
    return new RouterOsEnvs(console);
  }

  @Override
  public ContainerOutput containerOutput() {
    return new RouterOsOutput(console);
  }

  @Override
  public Veths veths() {
    return new RouterOsVeths(console);
  }

  @Override
  public Bridges bridges() {
    return new RouterOsBridges(console);
  }

  @Override
  public DeviceFiles files() {
    return new RouterOsFiles(console);
  }

  @Override
  public RouterSystem system() {
    return new RouterOsSystem(console);
  }

  @Override
  public void close() {
    link.close();
  }
}
