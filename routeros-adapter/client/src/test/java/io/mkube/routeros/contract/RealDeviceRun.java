package io.mkube.routeros.contract;

import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.TlsTrust;
import java.net.URI;
import java.util.Objects;

/**
 * The contract on the device of {@code -Drouteros.url= -Drouteros.user= -Drouteros.password=}, and
 * if they are given {@code -Drouteros.disk=} and {@code -Drouteros.image=}. The build runs it only
 * when the URL is set. The device's certificate is not checked.
 */
class RealDeviceRun extends RouterOsContract {
  @Override
  protected RouterOsConfig config() {
    String url = Objects.requireNonNull(System.getProperty("routeros.url"), "routeros.url");
    return new RouterOsConfig(
            URI.create(url),
            System.getProperty("routeros.user", "admin"),
            System.getProperty("routeros.password", ""))
        .withTrust(new TlsTrust.Anything());
  }

  @Override
  protected String disk() {
    return System.getProperty("routeros.disk", super.disk());
  }

  @Override
  protected String image() {
    return System.getProperty("routeros.image", super.image());
  }
}
