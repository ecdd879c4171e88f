package io.mkube.store.embedded;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in a data directory. */
final class StoreFiles {
  private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{20})\\.log");
  private static final Pattern SNAPSHOT = Pattern.compile("snapshot-(\\d{20})\\.snap");
  private static final Pattern UNFINISHED = Pattern.compile("(segment|snapshot)-\\d{20}\\.tmp");

  private StoreFiles() {}

  static Path segment(Path directory, long number) {
    return directory.resolve(String.format(Locale.ROOT, "segment-%020d.log", number));
  }

  static Path snapshot(Path directory, long revision) {
    return directory.resolve(String.format(Locale.ROOT, "snapshot-%020d.snap", revision));
  }

  /** The name under which a file is written before it gets its own. */
  static Path unfinished(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".tmp");
  }

  static OptionalLong segmentNumber(Path file) {
    return number(SEGMENT, file);
  }

  static OptionalLong snapshotRevision(Path file) {
    return number(SNAPSHOT, file);
  }

  static boolean isUnfinished(Path file) {
    return UNFINISHED.matcher(file.getFileName().toString()).matches();
  }

  private static OptionalLong number(Pattern pattern, Path file) {
    Matcher name = pattern.matcher(file.getFileName().toString());
    try {
      return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
