package io.mkube.routeros.simulator.file;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.CommandResult;
import io.mkube.routeros.simulator.console.Menu;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import io.mkube.routeros.simulator.world.Row;
import io.mkube.routeros.simulator.world.RowId;
import io.mkube.routeros.simulator.world.Table;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** {@code /file}. Listing walks the whole tree of every disk, also with a filter. */
public final class FileMenu implements Menu {
  /** Largest content that REST reads or writes, in bytes. */
  private static final int LARGEST = 60 * 1024;

  private static final Set<Verb> VERBS = EnumSet.of(Verb.LIST, Verb.ADD, Verb.SET, Verb.REMOVE);

  private final Table table;
  private final FileTree tree;
  private final FileReading reading;
  private final RouterOsVersion version;
  private final BooleanSupplier diskFull;

  public FileMenu(
      Table table,
      FileTree tree,
      FileReading reading,
      RouterOsVersion version,
      BooleanSupplier diskFull) {
    this.table = table;
    this.tree = tree;
    this.reading = reading;
    this.version = version;
    this.diskFull = diskFull;
  }

  static int bytes(String contents) {
    return contents.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String path() {
    return "/file";
  }

  @Override
  public Set<Verb> verbs() {
    return VERBS;
  }

  @Override
  public List<Row> rows() {
    return tree.all();
  }

  @Override
  public List<Row> rows(Map<String, String> arguments) {
    for (String name : arguments.keySet()) {
      boolean known = version.since(18) && (name.equals("path") || name.equals("recursive"));
      if (!known) {
        throw CommandException.unknownParameter(name);
      }
    }
    String folder = arguments.get("path");
    if (folder == null) {
      return rows();
    }
    String path = DevicePath.normal("path", folder);
    tree.all();
    boolean recursive = !arguments.getOrDefault("recursive", "no").matches("no|false");
    return tree.below(path).stream()
        .filter(row -> recursive || DevicePath.parent(row.value("name")).equals(path))
        .toList();
  }

  @Override
  public int rowsWalked() {
    return tree.size();
  }

  @Override
  public Optional<Row> find(String idOrName) {
    Optional<RowId> id = RowId.parse(idOrName);
    if (id.isPresent()) {
      return table.find(id.get()).flatMap(row -> tree.find(row.value("name")));
    }
    return idOrName.isEmpty() ? Optional.empty() : tree.find(DevicePath.normal("name", idOrName));
  }

  @Override
  public Row add(Map<String, String> arguments) {
    String name = "";
    String contents = "";
    String type = "file";
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      switch (argument.getKey()) {
        case "name" -> name = argument.getValue();
        case "contents" -> contents = argument.getValue();
        case "type" -> type = type(argument.getValue());
        default -> throw CommandException.unknownParameter(argument.getKey());
      }
    }
    if (name.isEmpty()) {
      throw CommandException.missing("name");
    }
    String path = DevicePath.normal("name", name);
    checkContents(contents);
    if (tree.find(path).isPresent()) {
      throw CommandException.failure("already exists");
    }
    checkFolder(DevicePath.parent(path));
    checkSpace();
    return tree.add(path, type.equals("directory") ? type : FileTree.typeOf(path), contents);
  }

  @Override
  public Row set(Row row, Map<String, String> arguments) {
    Row current = row;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      switch (argument.getKey()) {
        case "name" -> current = rename(current, argument.getValue());
        case "contents" -> {
          if (FileTree.folder(current)) {
            throw CommandException.failure("can not change contents of a directory");
          }
          checkContents(argument.getValue());
          checkSpace();
          current = tree.write(current, argument.getValue());
        }
        default -> throw CommandException.unknownParameter(argument.getKey());
      }
    }
    return current;
  }

  @Override
  public void remove(Row row) {
    if (row.value("type").equals("disk")) {
      throw CommandException.failure("can not remove disk");
    }
    tree.removeTree(row.value("name"));
  }

  @Override
  public Set<String> commands() {
    return version.since(13) ? Set.of("read") : Set.of();
  }

  @Override
  public CommandResult command(String name, Map<String, String> arguments) {
    return reading.read(arguments);
  }

  private Row rename(Row row, String name) {
    String from = row.value("name");
    String to = DevicePath.normal("name", name);
    if (from.equals(to)) {
      return row;
    }
    if (tree.find(to).isPresent()) {
      throw CommandException.failure("already exists");
    }
    if (row.value("type").equals("disk") || to.startsWith(from + "/")) {
      throw CommandException.invalid("name");
    }
    checkFolder(DevicePath.parent(to));
    tree.rename(from, to);
    return table.find(row.id()).orElseThrow();
  }

  private String type(String type) {
    if (!version.since(15)) {
      throw CommandException.unknownParameter("type");
    }
    if (!type.equals("file") && !type.equals("directory")) {
      throw CommandException.noMatch("type");
    }
    return type;
  }

  private void checkFolder(String folder) {
    if (!folder.isEmpty() && !tree.isFolder(folder)) {
      throw CommandException.failure("no such directory /" + folder);
    }
  }

  private void checkSpace() {
    if (diskFull.getAsBoolean()) {
      throw CommandException.failure("not enough space on disk");
    }
  }

  private static void checkContents(String contents) {
    if (bytes(contents) > LARGEST) {
      throw CommandException.outOfRange("contents", 0, LARGEST);
    }
  }
}
