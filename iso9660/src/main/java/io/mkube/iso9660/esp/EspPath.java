package io.mkube.iso9660.esp;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in an EFI partition, written {@code esp:/EFI/BOOT/grub.cfg}, or {@code esp2:…} for the
 * second one only.
 *
 * @param number number of the partition from 1, empty for all that hold the path
 * @param path absolute path in the partition
 */
public record EspPath(OptionalInt number, String path) {
  private static final Pattern FORM =
      Pattern.compile("esp([1-9][0-9]{0,2})?:(/?.*)", Pattern.DOTALL);

  /** Reads a path; empty if it is one of the image itself. */
  public static Optional<EspPath> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String digits = matcher.group(1);
    String path = matcher.group(2);
    return Optional.of(
        new EspPath(
            digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits)),
            path.startsWith("/") ? path : "/" + path));
  }

  @Override
  public String toString() {
    return "esp" + (number.isPresent() ? number.getAsInt() : "") + ":" + path;
  }
}
