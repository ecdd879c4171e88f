package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Data directories: where they are when nobody says, and making them. */
final class DataFolders {
  /** As it stands in help texts. */
  static final String DEFAULT = "~/.local/share/mkube";

  private DataFolders() {}

  /** The folder of a command below the user's data (XDG Base Directory Specification 0.8). */
  static Path of(String command) {
    return of(command, System.getenv(), System.getProperty("user.home", ""));
  }

  static Path of(String command, Map<String, String> environment, String home) {
    String base = environment.getOrDefault("XDG_DATA_HOME", "");
    // A relative path is invalid there and to be ignored.
    Path data = Path.of(base).isAbsolute() ? Path.of(base) : Path.of(home, ".local", "share");
    return data.resolve("mkube").resolve(command);
  }

  /**
   * Makes a folder that only its owner can look into, unless it exists; it will hold keys.
   *
   * @throws CommandException if that is not possible
   */
  static Path create(Path folder) throws CommandException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
      return folder;
    } catch (IOException e) {
      throw new CommandException(
          "data directory " + folder + ": cannot be made: " + FileFailure.reason(e), e);
    }
  }
}
