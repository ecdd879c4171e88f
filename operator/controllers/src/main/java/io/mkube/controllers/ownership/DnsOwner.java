package io.mkube.controllers.ownership;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who owns one address of one name in DNS. Records have no comment, so the owner stands beside them
 * in a TXT record named {@code _mkube.<name>} whose text is the marker followed by a blank and the
 * address; each address of a shared name has its own. An address without such a record is foreign.
 *
 * <p>A TXT string holds 255 bytes. When the text would be longer, the end of the object's name is
 * replaced by {@code ~}; such a text still names the uid.
 *
 * @param marker owner; its name ends in {@code ~} when it was cut
 * @param address the address that is owned, as it is written in the A or AAAA record
 */
public record DnsOwner(Marker marker, String address) {
  /** Longest character-string of a TXT record (RFC 1035, 3.3). */
  private static final int LONGEST = 255;

  private static final String LABEL = "_mkube";
  private static final Pattern FORMAT = Pattern.compile("(mkube/1 .+) ([0-9a-fA-F.:]+)");

  public DnsOwner {
    Objects.requireNonNull(marker);
    if (address.isEmpty() || address.contains(" ")) {
      throw new IllegalArgumentException("not an address: '" + address + "'");
    }
  }

  /** Reads the text of a TXT record; empty if it is not ours to understand. */
  public static Optional<DnsOwner> parse(String text) {
    Matcher m = FORMAT.matcher(text);
    return m.matches()
        ? Marker.parse(m.group(1)).map(marker -> new DnsOwner(marker, m.group(2)))
        : Optional.empty();
  }

  /** The name of the TXT record beside the records of a name; both relative to the zone. */
  public static String recordName(String name) {
    return name.equals("@") ? LABEL : LABEL + "." + name;
  }

  /** The name whose owner a TXT record tells, or empty when the record is not named so. */
  public static Optional<String> ownedName(String recordName) {
    if (recordName.equals(LABEL)) {
      return Optional.of("@");
    }
    return recordName.startsWith(LABEL + ".")
        ? Optional.of(recordName.substring(LABEL.length() + 1))
        : Optional.empty();
  }

  /** The text of the TXT record, at most 255 bytes. */
  public String text() {
    String full = marker.text() + " " + address;
    int tooLong = full.getBytes(StandardCharsets.UTF_8).length - LONGEST;
    if (tooLong <= 0) {
      return full;
    }
    // Names of Kubernetes objects are ASCII, so characters are bytes.
    String name = marker.name();
    String cut = name.substring(0, Math.max(0, name.length() - tooLong - 1)) + "~";
    return new Marker(marker.cluster(), marker.kind(), marker.namespace(), cut, marker.uid()).text()
        + " "
        + address;
  }

  /** Judges the address for an object, like {@link Owner#of(String, Marker)}. */
  public Owner seenFrom(Marker mine) {
    if (!marker.name().endsWith("~")) {
      return Owner.of(Optional.of(marker), mine);
    }
    String start = marker.name().substring(0, marker.name().length() - 1);
    if (!mine.name().startsWith(start)) {
      return new Owner.OwnedElsewhere(marker);
    }
    return Owner.of(
        Optional.of(
            new Marker(
                marker.cluster(), marker.kind(), marker.namespace(), mine.name(), marker.uid())),
        mine);
  }
}
