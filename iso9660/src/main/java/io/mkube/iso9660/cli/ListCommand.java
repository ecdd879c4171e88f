package io.mkube.iso9660.cli;

import io.mkube.iso9660.IsoImage;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.directory.RockRidge;
import io.mkube.iso9660.directory.TreeWalk;
import io.mkube.iso9660.esp.EspImages;
import io.mkube.iso9660.esp.EspPath;
import io.mkube.iso9660.fat.FatEntry;
import io.mkube.iso9660.fat.FatVolume;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code iso ls}: what is in a directory. */
final class ListCommand {
  private static final String FILE_MODE = "r--r--r--";
  private static final String DIRECTORY_MODE = "r-xr-xr-x";

  private ListCommand() {}

  /** A row of the listing. */
  private record Row(String path, String name, char type, String mode, long size, String detail) {
    Map<String, Object> json() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("path", path);
      map.put("type", typeName());
      map.put("mode", mode);
      map.put("size", size);
      if (!detail.isEmpty()) {
        map.put("target", detail);
      }
      return map;
    }

    private String typeName() {
      return switch (type) {
        case 'd' -> "directory";
        case 'l' -> "symlink";
        case '-' -> "file";
        default -> "special";
      };
    }
  }

  static int run(Arguments arguments, PrintStream out) throws IOException, UsageException {
    Arguments.Sorted sorted = arguments.sort(Set.of("-R", "--json"), Set.of(), 1, 2);
    String path = sorted.operands().size() > 1 ? sorted.operands().get(1) : "/";
    boolean recursive = sorted.has("-R");
    try (IsoImage image = IsoImage.open(sorted.file(0))) {
      Optional<EspPath> partition = EspPath.parse(path);
      List<Row> rows =
          partition.isPresent()
              ? partitionRows(image, partition.get(), recursive)
              : rows(image, path, recursive);
      if (sorted.has("--json")) {
        out.println(Json.of(rows.stream().map(Row::json).toList()));
      } else {
        print(rows, recursive || partition.isPresent(), out);
      }
    }
    return IsoCommand.OK;
  }

  private static void print(List<Row> rows, boolean paths, PrintStream out) {
    int width = rows.stream().mapToInt(row -> Long.toString(row.size()).length()).max().orElse(1);
    for (Row row : rows) {
      String name = paths ? row.path() : row.name();
      String arrow = row.detail().isEmpty() ? "" : " -> " + row.detail();
      out.printf("%c%s %" + width + "d %s%s%n", row.type(), row.mode(), row.size(), name, arrow);
    }
  }

  private static List<Row> rows(IsoImage image, String path, boolean recursive)
      throws IOException, UsageException {
    if (List.of(path.split("/", -1)).contains("..")) {
      throw new UsageException("a path must not contain '..': " + path);
    }
    IsoEntry entry = image.find(path).orElseThrow(() -> new NoSuchFileException(path));
    List<Row> rows = new ArrayList<>();
    if (!entry.isDirectory()) {
      rows.add(row(entry));
    } else if (recursive) {
      TreeWalk walk = image.tree().walk(entry);
      for (Optional<IsoEntry> next = walk.next(); next.isPresent(); next = walk.next()) {
        rows.add(row(next.get()));
      }
    } else {
      image.tree().list(entry).forEach(child -> rows.add(row(child)));
    }
    return rows;
  }

  private static Row row(IsoEntry entry) {
    char type =
        switch (entry.type()) {
          case FILE -> '-';
          case DIRECTORY -> 'd';
          case SYMBOLIC_LINK -> 'l';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
          case FIFO -> 'p';
          case SOCKET -> 's';
        };
    String mode =
        entry
            .rockRidge()
            .posix()
            .map(RockRidge.Posix::permissions)
            .orElse(entry.isDirectory() ? DIRECTORY_MODE : FILE_MODE);
    return new Row(
        entry.path(),
        entry.name(),
        type,
        mode,
        entry.size(),
        entry.rockRidge().linkTarget().orElse(""));
  }

  private static List<Row> partitionRows(IsoImage image, EspPath path, boolean recursive)
      throws IOException {
    EspImages partitions = EspImages.of(image.source(), image.volumes());
    List<Row> rows = new ArrayList<>();
    for (int number : partitions.holding(path)) {
      FatVolume volume = partitions.volume(number);
      FatEntry entry = volume.find(path.path()).orElseThrow();
      List<FatEntry> entries =
          !entry.directory()
              ? List.of(entry)
              : recursive ? below(volume, entry) : volume.list(entry);
      for (FatEntry found : entries) {
        rows.add(
            new Row(
                "esp" + number + ":" + found.path(),
                found.name(),
                found.directory() ? 'd' : '-',
                found.directory() ? DIRECTORY_MODE : FILE_MODE,
                found.size(),
                ""));
      }
    }
    return rows;
  }

  private static List<FatEntry> below(FatVolume volume, FatEntry directory) throws IOException {
    String prefix = directory.path().equals("/") ? "/" : directory.path() + "/";
    return volume.all().stream().filter(entry -> entry.path().startsWith(prefix)).toList();
  }
}
