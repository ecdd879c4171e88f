package io.mkube.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The real disk, with failures on order. */
final class FaultyDisk implements Disk {
  private final Disk real = new FileChannelDisk();
  private final AtomicInteger forces = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private volatile @Nullable Fault onWrite;
  private volatile @Nullable Fault onForce;
  private volatile @Nullable Fault onCreate;
  private volatile int longestWrite = Integer.MAX_VALUE;
  private volatile int tornAfter = -1;
  private volatile @Nullable CountDownLatch gate;

  private record Fault(Predicate<Path> files, String text) {}

  void failWrites(Predicate<Path> files, String text) {
    onWrite = new Fault(files, text);
  }

  void failForces(Predicate<Path> files, String text) {
    onForce = new Fault(files, text);
  }

  void failCreates(Predicate<Path> files, String text) {
    onCreate = new Fault(files, text);
  }

  void heal() {
    onWrite = null;
    onForce = null;
    onCreate = null;
    tornAfter = -1;
  }

  /** Lets a single write take no more bytes than this. */
  void shortenWrites(int bytes) {
    longestWrite = bytes;
  }

  /** Writes so many bytes of the next write and fails then. */
  void tearNextWrite(int bytes) {
    tornAfter = bytes;
  }

  /** Makes forces wait for the latch. */
  void holdForces(CountDownLatch latch) {
    gate = latch;
  }

  /** How many forces wait or waited for the latch. */
  int held() {
    return held.get();
  }

  /** How many forces succeeded. */
  int forces() {
    return forces.get();
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public OpenFile create(Path file) throws IOException {
    check(onCreate, file);
    return new FaultyFile(file, real.create(file));
  }

  @Override
  public OpenFile open(Path file) throws IOException {
    return new FaultyFile(file, real.open(file));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
  }

  private static void check(@Nullable Fault fault, Path file) throws IOException {
    if (fault != null && fault.files().test(file)) {
      throw new IOException(fault.text());
    }
  }

  private final class FaultyFile implements OpenFile {
    private final Path path;
    private final OpenFile file;

    FaultyFile(Path path, OpenFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      check(onWrite, path);
      int torn = tornAfter;
      int length = Math.min(bytes.remaining(), torn >= 0 ? torn : longestWrite);
      int written = file.write(bytes.slice(bytes.position(), length), position);
      bytes.position(bytes.position() + written);
      if (torn >= 0) {
        throw new IOException("Input/output error");
      }
      return written;
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return file.read(bytes, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      CountDownLatch latch = gate;
      if (latch != null) {
        held.incrementAndGet();
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      check(onForce, path);
      file.force();
      forces.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
