package io.mkube.routeros;

import java.net.URI;

/**
 * How to reach a device.
 *
 * @param url base of the REST interface, such as {@code https://192.168.88.1/rest}
 * @param user user name
 * @param password password, may be empty; never printed
 */
public record RouterOsConfig(URI url, String user, String password) {
  @Override
  public String toString() {
    return "RouterOsConfig[" + user + "@" + url + "]";
  }
}
