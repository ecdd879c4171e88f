package io.mkube.routeros.rest;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.file.DeviceFiles;
import io.mkube.routeros.http.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Menu {@code /file}. Rows are named by {@code numbers=<path>}: looking one up first would walk all
 * disks.
 */
final class RouterOsFiles implements DeviceFiles {
  /** The manual's limit for {@code contents}. */
  private static final int LONGEST_CONTENT = 60 * 1024;

  private final Console console;

  RouterOsFiles(Console console) {
    this.console = console;
  }

  @Override
  public Optional<Long> find(String path) {
    String name = Row.withoutSlash(path);
    List<Row> rows =
        console.print(Menu.FILE, List.of(".id", "name", "type", "size"), Map.of("name", name));
    return rows.stream()
        .filter(row -> Row.withoutSlash(row.text("name")).equals(name))
        .map(row -> row.text("type").equals("directory") ? 0L : row.size("size"))
        .findFirst();
  }

  @Override
  public void createFolder(String path) {
    String name = Row.withoutSlash(path);
    try {
      addFolder(name);
    } catch (DeviceException.Rejected | DeviceException.Missing deepestFailed) {
      // A parent is missing. The first level is the disk: made here, it would be a folder on the
      // system disk that hides a disk which is not mounted.
      int level = name.indexOf('/', name.indexOf('/') + 1);
      if (level < 0) {
        throw deepestFailed;
      }
      while (level > 0) {
        addFolder(name.substring(0, level));
        level = name.indexOf('/', level + 1);
      }
      addFolder(name);
    }
  }

  @Override
  public void write(String path, String content) {
    String name = Row.withoutSlash(path);
    Operation operation = console.operation("write", Menu.FILE, name);
    int length = content.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_CONTENT) {
      throw new DeviceException.Rejected(
          operation.failed(
              length + " bytes are more than the " + LONGEST_CONTENT + " that REST can write"));
    }
    try {
      Arguments arguments = numbers(name).clearOrPut("contents", content);
      console.run(Menu.FILE, "set", arguments, operation);
    } catch (DeviceException.Missing absent) {
      Arguments arguments = new Arguments().put("name", name).clearOrPut("contents", content);
      console.run(Menu.FILE, "add", arguments, operation);
    }
  }

  @Override
  public void rename(String from, String to) {
    String target = Row.withoutSlash(to);
    String source = Row.withoutSlash(from);
    console.run(
        Menu.FILE,
        "set",
        numbers(source).put("name", target),
        console.operation("rename", Menu.FILE, source + " to " + target));
  }

  @Override
  public void remove(String path) {
    String name = Row.withoutSlash(path);
    try {
      console.run(Menu.FILE, "remove", numbers(name), console.operation("remove", Menu.FILE, name));
    } catch (DeviceException.Missing gone) {
      // What the caller wants is so.
      return;
    }
  }

  private void addFolder(String name) {
    Operation operation = console.operation("create folder", Menu.FILE, name);
    Arguments arguments =
        new Arguments()
            .put("name", name)
            .putOrRefuse(Property.FILE_TYPE, console.release(), "directory", operation);
    try {
      console.run(Menu.FILE, "add", arguments, operation);
    } catch (DeviceException.Duplicate exists) {
      return;
    }
  }

  private static Arguments numbers(String path) {
    return new Arguments().put("numbers", path);
  }
}
