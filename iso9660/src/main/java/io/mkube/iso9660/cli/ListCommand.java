package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code iso ls}: what is in a directory. Rows are printed as they are found. */
final class ListCommand {
  private final IsoImage image;
  private final Depth depth;
  private final Printer printer;

  private ListCommand(IsoImage image, Depth depth, Printer printer) {
    this.image = image;
    this.depth = depth;
    this.printer = printer;
  }

  private enum Depth {
    ONE,
    ALL
  }

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of("-R", "--json"), Set.of(), 1, "FILE", "PATH");
    String path = sorted.operands().size() > 1 ? sorted.operands().get(1) : "/";
    Depth depth = sorted.has("-R") ? Depth.ALL : Depth.ONE;
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      Printer printer =
          sorted.has("--json") ? new JsonPrinter(out) : new TextPrinter(new TextRows(out), depth);
      ListCommand command = new ListCommand(image, depth, printer);
      try {
        Optional<EspPath> partition = EspPath.parse(path);
        if (partition.isPresent()) {
          command.listPartitions(partition.get());
        } else {
          command.list(Paths.checked(path));
        }
      } catch (IOException e) {
        printer.flush();
        throw e;
      }
      printer.end();
    }
    return IsoCommand.OK;
  }

  private void list(String path) throws IOException {
    IsoEntry entry = image.find(path).orElseThrow(() -> new NoSuchFileException(path));
    if (!entry.isDirectory()) {
      printer.print(Row.of(entry));
    } else if (depth == Depth.ALL) {
      TreeWalk walk = image.tree().walk(entry);
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        printer.print(Row.of(next.get()));
      }
    } else {
      for (IsoEntry child : image.tree().list(entry)) {
        printer.print(Row.of(child));
      }
    }
  }

  private void listPartitions(EspPath path) throws IOException {
    EspImages partitions = EspImages.of(image.source(), image.volumes());
    for (int number : partitions.holding(path)) {
      FatVolume volume = partitions.volume(number);
      FatEntry entry = volume.find(path.path()).orElseThrow();
      for (FatEntry found : found(volume, entry)) {
        printer.print(Row.of(number, found));
      }
    }
  }

  private List<FatEntry> found(FatVolume volume, FatEntry entry) throws IOException {
    if (!entry.directory()) {
      return List.of(entry);
    }
    if (depth == Depth.ONE) {
      return volume.list(entry);
    }
    String prefix = entry.path().equals("/") ? "/" : entry.path() + "/";
    return volume.all().stream().filter(below -> below.path().startsWith(prefix)).toList();
  }

  private sealed interface Printer {
    void print(Row row);

    /** Writes what has been printed so far. */
    void flush();

    void end();
  }

  /** Names in one directory, paths where several are listed. */
  private record TextPrinter(TextRows rows, Depth depth) implements Printer {
    @Override
    public void print(Row row) {
      boolean whole = depth == Depth.ALL || row.path().startsWith("esp");
      rows.add(row, whole ? row.path() : row.name());
    }

    @Override
    public void flush() {
      rows.flush();
    }

    @Override
    public void end() {
      rows.flush();
    }
  }

  /** An array with an object for each row. */
  private static final class JsonPrinter implements Printer {
    private final PrintStream out;
    private String before = "[\n  ";

    JsonPrinter(PrintStream out) {
      this.out = out;
    }

    @Override
    public void print(Row row) {
      out.print(before + Json.of(row.json(), "  "));
      before = ",\n  ";
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void end() {
      out.print(before.startsWith("[") ? "[]\n" : "\n]\n");
    }
  }
}
