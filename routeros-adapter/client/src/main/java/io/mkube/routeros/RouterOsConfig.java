package io.mkube.routeros;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * How to reach a device.
 *
 * @param url base of the REST interface, such as {@code https://192.168.88.1/rest}; without a path
 *     {@code /rest} is meant
 * @param user user name
 * @param password password, may be empty; never printed
 * @param trust which certificate is believed when the scheme is {@code https}
 * @param readDeadline longest time for reading a menu
 * @param commandDeadline longest time for a change and for reading {@code /file}, and longest wait
 *     for a turn. The device itself cuts a command at 60 s
 * @param listener is told of every request
 */
public record RouterOsConfig(
    URI url,
    String user,
    String password,
    TlsTrust trust,
    Duration readDeadline,
    Duration commandDeadline,
    CallListener listener) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the wrong part
   */
  public RouterOsConfig {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("device url " + named(url) + ": not http or https");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("device url " + named(url) + ": no host");
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "device url " + named(url) + ": only scheme, host, port and path are allowed");
    }
    if (user.isEmpty() || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("device user: empty, or has a colon");
    }
    if (!isPositive(readDeadline) || !isPositive(commandDeadline)) {
      throw new IllegalArgumentException("device deadlines: must be longer than zero");
    }
  }

  /** With the runtime's trust, 10 s for reads, 65 s for commands, and no listener. */
  public RouterOsConfig(URI url, String user, String password) {
    this(
        url,
        user,
        password,
        new TlsTrust.PublicAuthorities(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(65),
        CallListener.NONE);
  }

  public RouterOsConfig withTrust(TlsTrust value) {
    return new RouterOsConfig(url, user, password, value, readDeadline, commandDeadline, listener);
  }

  public RouterOsConfig withReadDeadline(Duration value) {
    return new RouterOsConfig(url, user, password, trust, value, commandDeadline, listener);
  }

  public RouterOsConfig withCommandDeadline(Duration value) {
    return new RouterOsConfig(url, user, password, trust, readDeadline, value, listener);
  }

  public RouterOsConfig withListener(CallListener value) {
    return new RouterOsConfig(url, user, password, trust, readDeadline, commandDeadline, value);
  }

  @Override
  public String toString() {
    return "RouterOsConfig[" + user + "@" + url + "]";
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  // A password may stand before the host or in the query.
  private static String named(URI url) {
    return url.getScheme() + "://" + url.getHost();
  }
}
