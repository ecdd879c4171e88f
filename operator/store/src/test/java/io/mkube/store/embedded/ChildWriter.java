package io.mkube.store.embedded;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that writes new objects as fast as it can and prints every acknowledged one, to be
 * killed at any moment.
 */
final class ChildWriter implements AutoCloseable {
  private static final String MARK = "acknowledged ";

  /** A line without it was cut by the kill. */
  private static final String END = ".";

  private static final int CALLERS = 64;
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Thread reader;
  private final List<Acknowledged> acknowledged = new ArrayList<>();

  record Acknowledged(StoreKey key, long revision) {}

  private ChildWriter(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static ChildWriter start(Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx640m",
            "-cp",
            System.getProperty("java.class.path"),
            ChildWriter.class.getName(),
            directory.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildWriter(builder.start());
  }

  /** The child: writes until it is killed. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    EmbeddedObjectStore store = DataDirectory.open(Path.of(args[0]));
    String run = Long.toString(ProcessHandle.current().pid());
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      String prefix = run + "-" + store.latestRevision() + "-" + caller + "-";
      callers.add(Thread.ofVirtual().start(() -> writeForever(store, prefix, out)));
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private static void writeForever(ObjectStore store, String prefix, PrintStream out) {
    byte[] value = "value ".repeat(60).getBytes(StandardCharsets.UTF_8);
    for (long i = 0; ; i++) {
      StoreKey key = DataDirectory.key(prefix + i);
      long revision;
      try {
        revision = store.write(new Write.Put(key, 0, "uid", value));
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
      synchronized (out) {
        out.println(MARK + key + " " + revision + END);
        out.flush();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** What the child had acknowledged and printed until now. */
  List<Acknowledged> acknowledged() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  void awaitAcknowledged(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (acknowledged) {
      while (acknowledged.size() < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("the child acknowledged only " + acknowledged.size());
        }
        acknowledged.wait(left);
      }
    }
  }

  /** Kills the process without a chance to clean up and reads what it still had printed. */
  List<Acknowledged> kill() throws InterruptedException {
    // Process.destroyForcibly closes the pipe, and with it what is still to be read.
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
    return acknowledged();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith(MARK) && line.endsWith(END)) {
          int space = line.lastIndexOf(' ');
          add(line.substring(MARK.length(), space), line.substring(space + 1, line.length() - 1));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(String key, String revision) {
    synchronized (acknowledged) {
      acknowledged.add(new Acknowledged(StoreKey.parse(key), Long.parseLong(revision)));
      acknowledged.notifyAll();
    }
  }
}
