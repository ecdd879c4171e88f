package io.mkube.store;

import java.io.IOException;
import java.nio.file.Path;

/** Why a store could not be opened. The message is one line for people. */
public abstract sealed class StoreOpenException extends IOException {
  private static final long serialVersionUID = 1;

  private StoreOpenException(String message) {
    super(message);
  }

  private StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another process, or another store of this process, has the data directory open. */
  public static final class Locked extends StoreOpenException {
    private static final long serialVersionUID = 1;

    /**
     * Names the holder.
     *
     * @param pid the process that holds the directory, 0 if it cannot be told
     */
    public Locked(Path directory, long pid) {
      super(
          "data directory "
              + directory
              + " is in use by "
              + (pid == 0 ? "another process" : "process " + pid));
    }
  }

  /** The data was written by a newer version of this program. */
  public static final class NewerFormat extends StoreOpenException {
    private static final long serialVersionUID = 1;

    public NewerFormat(Path file, int version, int newestKnown) {
      super(
          file
              + " has data format "
              + version
              + ", this version of mkube reads formats up to "
              + newestKnown
              + ": start the newer mkube that wrote it");
    }
  }

  /** Data that was acknowledged once cannot be read back. */
  public static final class Corrupt extends StoreOpenException {
    private static final long serialVersionUID = 1;

    public Corrupt(Path file, long offset, String reason) {
      super(file + " is damaged at byte " + offset + ": " + reason);
    }
  }

  /** The operating system refuses access to the data directory. */
  public static final class Inaccessible extends StoreOpenException {
    private static final long serialVersionUID = 1;

    public Inaccessible(Path directory, IOException cause) {
      super("data directory " + directory + " cannot be used: " + cause, cause);
    }
  }

  /** The server that holds the data cannot be reached or refuses the login. */
  public static final class Unreachable extends StoreOpenException {
    private static final long serialVersionUID = 1;

    /**
     * Names the place, which must be without secrets.
     *
     * @param place where the data is
     * @param reason what came of it
     */
    public Unreachable(String place, String reason, Throwable cause) {
      super(place + " cannot be reached: " + reason, cause);
    }
  }

  /** The data is of a newer format, or kept in a way that would lose some of it. */
  public static final class Unsuitable extends StoreOpenException {
    private static final long serialVersionUID = 1;

    public Unsuitable(String place, String reason) {
      super(place + " cannot be used: " + reason);
    }
  }
}
