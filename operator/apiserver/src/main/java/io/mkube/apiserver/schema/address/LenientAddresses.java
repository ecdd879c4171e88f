package io.mkube.apiserver.schema.address;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses as kube-apiserver takes them in objects of built-in kinds: octets may have leading
 * zeros, which Go dropped before its version 1.17, and may not any more elsewhere.
 */
public final class LenientAddresses {
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9a-fA-F])0+(?=[0-9])");
  private static final int MAX_LENGTH = 64;

  private LenientAddresses() {}

  /** An address without leading zeros in octets; empty if the text is none. */
  public static Optional<String> plain(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int dotted = text.lastIndexOf(':') + 1;
    String end = text.substring(dotted);
    String plain =
        end.indexOf('.') < 0
            ? text
            : text.substring(0, dotted) + LEADING_ZEROS.matcher(end).replaceAll("");
    return Addresses.isAddress(plain) ? Optional.of(plain) : Optional.empty();
  }

  /** A range of addresses without leading zeros; empty if the text is none. */
  public static Optional<String> plainRange(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String length = LEADING_ZEROS.matcher(text.substring(slash + 1)).replaceAll("");
    return plain(text.substring(0, slash))
        .map(address -> address + "/" + length)
        .filter(Addresses::isCidr);
  }
}
