package io.mkube.app.command;

import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Data directories: where they are when nobody says, and making them. */
final class DataFolders {
  /** As it stands in help texts. */
  static final String DEFAULT = "~/.local/share/mkube";

  private DataFolders() {}

  /** The folder of a command below the user's data (XDG Base Directory Specification 0.8). */
  static Path of(String command) {
    return of(command, System.getenv(), System.getProperty("user.home", ""));
  }

  /**
   * The same where nothing is asked of the system.
   *
   * @param accountHome the folder of the account, which {@code HOME} overrides as in every shell
   */
  static Path of(String command, Map<String, String> environment, String accountHome) {
    Path home = absolute(environment.get("HOME")).orElse(Path.of(accountHome));
    Path data =
        absolute(environment.get("XDG_DATA_HOME")).orElse(home.resolve(".local").resolve("share"));
    return data.resolve("mkube").resolve(command);
  }

  /** Relative paths are invalid there and to be ignored. */
  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
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
