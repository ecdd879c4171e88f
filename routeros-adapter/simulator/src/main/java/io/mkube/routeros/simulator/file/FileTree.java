package io.mkube.routeros.simulator.file;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.file.RealFiles.Found;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.Table;
import io.mkube.routeros.simulator.world.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files and folders of all disks: rows for everything that came over REST and for root folders of
 * containers, joined with the real files that were uploaded. Used inside transactions.
 */
public final class FileTree {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String REAL = "real";
  private static final String WRITTEN = "written";

  private final Table table;
  private final Timeline timeline;
  private final RealFiles real;
  private final String timeName;

  public FileTree(Table table, Timeline timeline, RealFiles real, RouterOsVersion version) {
    this.table = table;
    this.timeline = timeline;
    this.real = real;
    this.timeName = version.since(16) ? "last-modified" : "creation-time";
  }

  public RealFiles real() {
    return real;
  }

  /** What is at a path, also when it was just uploaded. */
  public Optional<Row> find(String path) {
    Optional<Row> row = table.firstWhere("name", path);
    if (row.isPresent() && row.get().hidden(REAL).isEmpty()) {
      return row;
    }
    return real.find(path).map(this::joined).or(() -> forget(row));
  }

  /** Whether the folder holds anything. */
  public boolean hasContent(String folder) {
    return !table.whereBegins("name", folder + "/").isEmpty();
  }

  public boolean isFolder(String path) {
    return find(path).stream().anyMatch(FileTree::folder);
  }

  /** All rows; walks all disks. */
  public List<Row> all() {
    Set<String> seen = new HashSet<>();
    for (Found found : real.all()) {
      seen.add(found.path());
      joined(found);
    }
    for (Row row : table.rows()) {
      if (!row.hidden(REAL).isEmpty() && !seen.contains(row.value("name"))) {
        table.delete(row.id());
      }
    }
    return table.rows();
  }

  int size() {
    return table.size();
  }

  /** Rows below a folder. */
  public List<Row> below(String folder) {
    return table.whereBegins("name", folder + "/");
  }

  /** Makes a folder and the folders above it. */
  public void makeFolders(String path) {
    String parent = DevicePath.parent(path);
    if (!parent.isEmpty()) {
      makeFolders(parent);
    }
    if (find(path).isEmpty()) {
      add(path, "directory", "");
    }
  }

  /** Adds a disk's own folder. */
  public void makeDisk(String name) {
    if (find(name).isEmpty()) {
      add(name, "disk", "");
    }
  }

  Row add(String path, String type, String contents) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", path);
    values.put("type", type);
    if (!type.equals("directory") && !type.equals("disk")) {
      values.put("size", Integer.toString(FileMenu.bytes(contents)));
      values.put("contents", contents);
    }
    values.put(timeName, TIME.format(timeline.now()));
    return table.insert(values, Map.of(WRITTEN, millis(timeline.now())));
  }

  Row write(Row row, String contents) {
    Row written =
        row.with(
                Map.of(
                    "size",
                    Integer.toString(FileMenu.bytes(contents)),
                    "contents",
                    contents,
                    timeName,
                    TIME.format(timeline.now())))
            .withHidden(WRITTEN, millis(timeline.now()))
            .withHidden(REAL, null);
    return table.update(written);
  }

  /** Renames a file, or a folder with all below it. */
  void rename(String from, String to) {
    for (Row row : below(from)) {
      String name = row.value("name");
      table.update(row.with("name", to + name.substring(from.length())));
    }
    table.firstWhere("name", from).ifPresent(row -> table.update(row.with("name", to)));
    real.move(from, to);
  }

  /** Removes a file, or a folder with all below it. */
  public void removeTree(String path) {
    for (Row row : below(path)) {
      table.delete(row.id());
    }
    table.firstWhere("name", path).ifPresent(row -> table.delete(row.id()));
    real.remove(path);
  }

  /** Empties the files that were written since a time, as a power cut does. */
  public void loseWritesSince(Instant time) {
    for (Row row : table.rows()) {
      String written = row.hidden(WRITTEN);
      boolean lost = !written.isEmpty() && Long.parseLong(written) >= time.toEpochMilli();
      if (lost && !folder(row)) {
        table.update(row.with(Map.of("size", "0", "contents", "")));
      }
    }
  }

  static boolean folder(Row row) {
    return row.value("type").equals("directory") || row.value("type").equals("disk");
  }

  static String typeOf(String path) {
    String last = DevicePath.last(path);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(dot) + " file" : "file";
  }

  private Row joined(Found found) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", found.path());
    values.put("type", found.folder() ? "directory" : typeOf(found.path()));
    if (!found.folder()) {
      values.put("size", Long.toString(found.size()));
    }
    values.put(timeName, TIME.format(Instant.ofEpochMilli(found.modifiedMillis())));
    Map<String, String> hidden = Map.of(REAL, "true");
    Optional<Row> row = table.firstWhere("name", found.path());
    if (row.isEmpty()) {
      String parent = DevicePath.parent(found.path());
      if (!parent.isEmpty() && table.firstWhere("name", parent).isEmpty()) {
        real.find(parent).ifPresent(this::joined);
      }
      return table.insert(values, hidden);
    }
    boolean ours = row.get().hidden(REAL).isEmpty();
    return ours ? row.get() : table.update(new Row(row.get().id(), values, hidden));
  }

  private Optional<Row> forget(Optional<Row> row) {
    row.ifPresent(gone -> table.delete(gone.id()));
    return Optional.empty();
  }

  private static String millis(Instant time) {
    return Long.toString(time.toEpochMilli());
  }
}
