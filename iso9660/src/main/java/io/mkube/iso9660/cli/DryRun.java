package io.mkube.iso9660.cli;

import io.mkube.iso9660.bootargs.KernelArguments;
import io.mkube.iso9660.delta.DeltaRange;
import io.mkube.iso9660.delta.IsoDelta;
import io.mkube.iso9660.format.Sector;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a patch would do: the changes, boot menus as a diff, and where bytes would be written. */
final class DryRun {
  private DryRun() {}

  static void print(
      List<String> changes, List<KernelArguments.Change> menus, IsoDelta delta, PrintStream out) {
    changes.forEach(change -> out.println(visible(change)));
    for (KernelArguments.Change menu : menus) {
      menu.diff().lines().forEach(line -> out.println(visible(line)));
    }
    if (delta.isEmpty()) {
      out.println("nothing changes");
      return;
    }
    printRanges(delta.ranges(), out);
    out.println(
        "%d bytes in %d places change; the image has %d bytes, %d before"
            .formatted(delta.changedBytes(), runs(delta.ranges()), delta.size(), delta.baseSize()));
  }

  /** A line of a diff, with tabs and line ends of DOS kept for {@code patch}. */
  private static String visible(String line) {
    return line.chars().allMatch(c -> c == '\t' || c == '\r' || c >= ' ') ? line : OneLine.of(line);
  }

  /** Ranges that touch are shown as one. */
  private static void printRanges(List<DeltaRange> ranges, PrintStream out) {
    int at = 0;
    while (at < ranges.size()) {
      long start = ranges.get(at).position();
      long end = ranges.get(at).end();
      at++;
      while (at < ranges.size() && ranges.get(at).position() == end) {
        end = ranges.get(at).end();
        at++;
      }
      out.println(
          String.format(
              Locale.ROOT,
              "write %d bytes at %d (sector %d)",
              end - start,
              start,
              start / Sector.SIZE));
    }
  }

  private static int runs(List<DeltaRange> ranges) {
    int runs = 0;
    long end = -1;
    for (DeltaRange range : ranges) {
      runs += range.position() == end ? 0 : 1;
      end = range.end();
    }
    return runs;
  }
}
