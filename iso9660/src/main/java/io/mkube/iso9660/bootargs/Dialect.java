package io.mkube.iso9660.bootargs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Languages of boot menus, and how each names the arguments of a kernel. */
enum Dialect {
  /** {@code linux /vmlinuz …} and its kin, on one line or, behind backslashes, several. */
  GRUB("\\s*linux(?:16|efi)?\\s+(\\S.*)"),
  /** {@code append …} below a label of isolinux, syslinux or pxelinux. */
  SYSLINUX("\\s*(?i:append)(?:\\s+(.*))?"),
  /** {@code options …} in an entry of systemd-boot. */
  SYSTEMD_BOOT("options(?:\\s+(.*))?");

  private static final Pattern GRUB_MARK =
      Pattern.compile("(?m)^\\s*(?:menuentry\\s|linux(?:16|efi)?\\s)");
  private static final Pattern SYSLINUX_MARK =
      Pattern.compile("(?mi)^\\s*(?:label|append|kernel)\\s");

  /** Characters that mean something to GRUB's shell. */
  private static final String GRUB_SPECIAL = "{}|&$;<>\"'\\ ";

  /** Names that boot loaders give their files; others may hold anything. */
  private static final Set<String> SUFFIXES = Set.of(".cfg", ".conf");

  private final Pattern command;

  Dialect(String command) {
    this.command = Pattern.compile(command, Pattern.DOTALL);
  }

  /**
   * The arguments that a command lacks, as they are written behind it.
   *
   * @param text a whole command, without the end of its line
   * @return empty if the command takes no arguments for a kernel
   */
  Optional<List<String>> missing(String text, List<String> arguments) {
    Matcher matcher = command.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String present = matcher.group(1);
    Set<String> words =
        new HashSet<>(Arrays.asList((present == null ? "" : present).split("[\\s\\\\]+", -1)));
    return Optional.of(
        arguments.stream().map(this::quoted).filter(word -> !words.contains(word)).toList());
  }

  /** Whether a line goes on in the next one. */
  boolean continues(String line) {
    return this == GRUB && line.endsWith("\\");
  }

  /** The language of a file, by its path and what is in it. */
  static Optional<Dialect> of(String path, String text) {
    String lower = path.toLowerCase(Locale.ROOT);
    if (SUFFIXES.stream().noneMatch(lower::endsWith)) {
      return Optional.empty();
    }
    if (lower.contains("/loader/entries/")) {
      return Optional.of(SYSTEMD_BOOT);
    }
    if (GRUB_MARK.matcher(text).find()) {
      return Optional.of(GRUB);
    }
    return SYSLINUX_MARK.matcher(text).find() ? Optional.of(SYSLINUX) : Optional.empty();
  }

  /** An argument as its language reads it back: GRUB's shell would act on some characters. */
  private String quoted(String argument) {
    boolean special = this == GRUB && argument.chars().anyMatch(c -> GRUB_SPECIAL.indexOf(c) >= 0);
    return special ? "'" + argument.replace("'", "'\\''") + "'" : argument;
  }
}
