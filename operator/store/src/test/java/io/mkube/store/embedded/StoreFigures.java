package io.mkube.store.embedded;

import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Prints figures of the stores; run by hand, arguments: a directory on the disk to measure, and
 * optionally the seconds of each run.
 */
final class StoreFigures {
  private static final int[] CALLERS = {1, 8, 64};
  private static final int[] VALUE_BYTES = {512, 2_000, 16_000};
  private static final int OBJECTS = 100_000;

  private final PrintStream out;
  private final Path directory;
  private final double seconds;

  private StoreFigures(PrintStream out, Path directory, double seconds) {
    this.out = out;
    this.directory = directory;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 3;
    StoreFigures figures = new StoreFigures(System.out, Path.of(args[0]), seconds);
    figures.measureWrites();
    figures.measureOpening();
  }

  private void measureWrites() throws Exception {
    for (int bytes : VALUE_BYTES) {
      for (int callers : CALLERS) {
        try (ObjectStore memory = new MemoryObjectStore()) {
          writes(memory, callers, bytes);
          print("memory", callers, bytes, writes(memory, callers, bytes));
        }
        Path data = directory.resolve("writes");
        try (ObjectStore embedded = EmbeddedObjectStore.open(data, EmbeddedStoreConfig.DEFAULT)) {
          writes(embedded, callers, bytes);
          print("embedded", callers, bytes, writes(embedded, callers, bytes));
        }
        remove(data);
      }
    }
  }

  private void print(String store, int callers, int bytes, double perSecond) {
    out.printf(
        Locale.ROOT,
        "%-8s %2d callers, %5d bytes: %,9.0f writes/s%n",
        store,
        callers,
        bytes,
        perSecond);
  }

  private double writes(ObjectStore store, int callers, int bytes)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    byte[] value = json(bytes, new Random(1));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        StoreKey key = new StoreKey("", "pods", "default", "pod-" + start + "-" + i);
        running.add(executor.submit(() -> writeUntil(store, key, value, end)));
      }
      long count = 0;
      for (Future<Long> caller : running) {
        count += caller.get();
      }
      return count / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static long writeUntil(ObjectStore store, StoreKey key, byte[] value, long end)
      throws StoreException {
    long revision = 0;
    long count = 0;
    while (System.nanoTime() < end) {
      revision = store.write(new Write.Put(key, revision, "uid", value));
      count++;
    }
    return count;
  }

  private void measureOpening() throws Exception {
    Path data = directory.resolve("opening");
    EmbeddedStoreConfig logOnly =
        new EmbeddedStoreConfig(
            EmbeddedStoreConfig.DEFAULT.window(), 4 << 20, 16 << 20, Long.MAX_VALUE);
    fill(data, logOnly);
    for (int i = 0; i < 3; i++) {
      open("log", data, logOnly);
    }
    remove(data);
    fill(data, EmbeddedStoreConfig.DEFAULT);
    for (int i = 0; i < 3; i++) {
      open("snapshot and log", data, EmbeddedStoreConfig.DEFAULT);
    }
    remove(data);
  }

  private static void fill(Path data, EmbeddedStoreConfig config) throws Exception {
    try (ObjectStore store = EmbeddedObjectStore.open(data, config);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      int callers = 64;
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int first = caller;
        running.add(
            executor.submit(
                () -> {
                  Random random = new Random(first);
                  for (int i = first; i < OBJECTS; i += callers) {
                    StoreKey key = new StoreKey("", "pods", "default", "pod-" + i);
                    store.write(new Write.Put(key, 0, "uid-" + i, json(2_000, random)));
                  }
                  return null;
                }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    }
  }

  private void open(String what, Path data, EmbeddedStoreConfig config) throws Exception {
    long start = System.nanoTime();
    try (ObjectStore store = EmbeddedObjectStore.open(data, config)) {
      double opened = (System.nanoTime() - start) / 1e6;
      int objects = store.snapshot().objects().size();
      double listed = (System.nanoTime() - start) / 1e6;
      out.printf(
          Locale.ROOT,
          "open %,d objects of 2,000 bytes from %s (%,d MB): %,.0f ms, %,.0f with a list%n",
          objects,
          what,
          size(data) >> 20,
          opened,
          listed);
    }
  }

  private static long size(Path data) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static void remove(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Text that compresses about as a Kubernetes object does. */
  private static byte[] json(int bytes, Random random) {
    StringBuilder text = new StringBuilder(bytes + 100);
    text.append("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{");
    while (text.length() < bytes) {
      text.append("\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c")
          .append(random.nextInt(1000))
          .append("\\\"}\":{\"f:image\":{},\"f:imagePullPolicy\":{}}}},\"uid\":\"")
          .append(Long.toHexString(random.nextLong()))
          .append(Long.toHexString(random.nextLong()))
          .append("\",");
    }
    return text.substring(0, bytes).getBytes(StandardCharsets.UTF_8);
  }
}
