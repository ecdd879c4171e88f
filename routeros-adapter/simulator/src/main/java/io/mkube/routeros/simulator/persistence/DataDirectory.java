package io.mkube.routeros.simulator.persistence;

import io.mkube.routeros.simulator.start.SimulatorStartException;
import io.mkube.routeros.simulator.start.SimulatorStartException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that belongs to one process at a time, with a journal in it. */
public final class DataDirectory implements AutoCloseable {
  private final FileChannel lock;
  private final FileJournal journal;

  private DataDirectory(FileChannel lock, FileJournal journal) {
    this.lock = lock;
    this.journal = journal;
  }

  /**
   * Creates the folder if needed, locks it and reads its journal.
   *
   * @throws SimulatorStartException if another process has it, or its content cannot be read
   */
  public static DataDirectory open(Path folder, String journalName) {
    FileChannel lock = lock(folder);
    try {
      return new DataDirectory(lock, FileJournal.open(folder.resolve(journalName)));
    } catch (SimulatorStartException e) {
      release(lock);
      throw e;
    }
  }

  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    journal.close();
    release(lock);
  }

  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new SimulatorStartException(
            Reason.DIRECTORY_LOCKED,
            "data directory "
                + folder
                + " is in use by another process; stop it or choose another");
      }
      return channel;
    } catch (IOException e) {
      throw new SimulatorStartException(
          Reason.INPUT_OUTPUT, "cannot use data directory " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the lock of a data directory", e);
    }
  }
}
