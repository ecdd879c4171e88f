package io.mkube.routeros.simulator.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The one user of the device.
 *
 * @param user user name
 * @param password password, may be empty; never printed
 */
public record Credentials(String user, String password) {
  /** Whether an Authorization header carries them. */
  boolean match(String header) {
    String prefix = "Basic ";
    if (!header.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return false;
    }
    try {
      byte[] given = Base64.getDecoder().decode(header.substring(prefix.length()).strip());
      byte[] wanted = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return MessageDigest.isEqual(given, wanted);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
