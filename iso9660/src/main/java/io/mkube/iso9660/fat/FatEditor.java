package io.mkube.iso9660.fat;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Changes files of a FAT file system inside a draft; the file system keeps its size. Clusters that
 * nothing uses any longer are wiped. Each operation is written when it returns; one that fails for
 * lack of room has written nothing that counts. Not thread-safe.
 */
public final class FatEditor {
  private static final int DIRECTORY = 0x10;
  private static final int ARCHIVE = 0x20;
  private static final int FIRST_CLUSTER_HIGH = 20;
  private static final int FIRST_CLUSTER_LOW = 26;
  private static final int SIZE = 28;
  private static final long MAX_SIZE = 0xFFFFFFFFL;
  private static final int FREE_COUNT = 488;
  private static final String INFO_SIGNATURE = "rrAa";

  private final Draft draft;
  private final FatVolume volume;
  private final Instant time;

  private FatEditor(Draft draft, FatVolume volume, Instant time) {
    this.draft = draft;
    this.volume = volume;
    this.time = time;
  }

  /**
   * Opens a file system.
   *
   * @param position position of the file system in the image
   * @param time date of what is added
   */
  public static FatEditor open(Draft draft, long position, Instant time) throws IOException {
    return new FatEditor(draft, FatVolume.open(draft, position), time);
  }

  /**
   * Replaces the content of a file. Its clusters are used again, further ones are taken from what
   * is free, and what it no longer needs is given back.
   *
   * @param content read when the plan is carried out
   * @throws NoSuchFileException if the path is no file
   * @throws FileSystemException if there is no room
   */
  public void replace(String path, ImageSource content) throws IOException {
    FatEntry entry = file(path);
    List<Long> before = volume.clusters(entry);
    List<Long> after = allocate(path, before, content.size());
    writeContent(after, content);
    byte[] bytes = draft.bytes(entry.offset(), FatDirectoryReader.ENTRY, "FAT 6").copy();
    place(bytes, after, content.size());
    draft.write(entry.offset(), bytes);
    finish();
  }

  /**
   * Adds a file.
   *
   * @throws FileAlreadyExistsException if the path is taken, in whatever case
   * @throws FileSystemException if there is no room
   */
  public void add(String path, ImageSource content) throws IOException {
    FatEntry parent = parentOfNew(path);
    List<Long> clusters = allocate(path, List.of(), content.size());
    byte[] entry = entry(ARCHIVE);
    place(entry, clusters, content.size());
    insert(parent, path, entry, clusters);
    writeContent(clusters, content);
    finish();
  }

  /** Makes a directory. */
  public void mkdir(String path) throws IOException {
    FatEntry parent = parentOfNew(path);
    int size = volume.layout().clusterSize();
    List<Long> clusters = allocate(path, List.of(), size);
    byte[] entry = entry(DIRECTORY);
    place(entry, clusters, 0);
    insert(parent, path, entry, clusters);
    long position = volume.layout().position(clusters.getFirst());
    draft.zero(position, size);
    draft.write(position, special(".", clusters.getFirst()));
    draft.write(position + FatDirectoryReader.ENTRY, special("..", aboveCluster(parent)));
    finish();
  }

  /** Takes a file, or a directory with all in it, away. */
  public void delete(String path) throws IOException {
    FatEntry entry = entryOf(path);
    if (entry.offset() < 0) {
      throw new FileSystemException(path, null, "the root directory cannot be deleted");
    }
    if (entry.directory()) {
      for (FatEntry child : volume.list(entry)) {
        delete(child.path());
      }
    }
    directory(entryOf(parent(entry.path()))).remove(entry);
    release(volume.clusters(entry));
    finish();
  }

  /** Gives a file or directory another path in the same file system. */
  public void rename(String from, String to) throws IOException {
    FatEntry entry = entryOf(from);
    boolean into =
        entry.directory() && (to + "/").regionMatches(true, 0, from + "/", 0, from.length() + 1);
    if (entry.offset() < 0 || into) {
      throw new FileSystemException(from, to, "a directory cannot go into itself");
    }
    FatEntry parent = parentOfNew(to, entry);
    byte[] bytes = draft.bytes(entry.offset(), FatDirectoryReader.ENTRY, "FAT 6").copy();
    directory(parent).insert(to, name(to), bytes);
    directory(entryOf(parent(entry.path()))).remove(entry);
    if (entry.directory()) {
      long position = volume.layout().position(entry.cluster()) + FatDirectoryReader.ENTRY;
      byte[] above = draft.bytes(position, FatDirectoryReader.ENTRY, "FAT 6").copy();
      putCluster(above, aboveCluster(parent));
      draft.write(position, above);
    }
    finish();
  }

  /**
   * Writes bytes inside a file.
   *
   * @throws FileSystemException if they do not lie inside it
   */
  public void setBytes(String path, long offset, byte[] bytes) throws IOException {
    FatEntry entry = file(path);
    if (offset < 0 || offset > entry.size() - bytes.length) {
      throw new FileSystemException(
          path, null, bytes.length + " bytes at " + offset + " do not lie inside the file");
    }
    int size = volume.layout().clusterSize();
    List<Long> clusters = volume.clusters(entry);
    int done = 0;
    while (done < bytes.length) {
      long at = offset + done;
      int count = (int) Math.min(bytes.length - done, size - at % size);
      byte[] part = Arrays.copyOfRange(bytes, done, done + count);
      draft.write(volume.layout().position(clusters.get((int) (at / size))) + at % size, part);
      done += count;
    }
  }

  private FatEntry entryOf(String path) throws IOException {
    return volume.find(path).orElseThrow(() -> new NoSuchFileException(path));
  }

  private FatEntry file(String path) throws IOException {
    FatEntry entry = entryOf(path);
    if (entry.directory()) {
      throw new FileSystemException(path, null, "is no file");
    }
    return entry;
  }

  private FatEntry parentOfNew(String path) throws IOException {
    if (volume.find(path).isPresent()) {
      throw new FileAlreadyExistsException(path);
    }
    return directoryOf(path);
  }

  /** Where an entry goes that may get its own name in another case. */
  private FatEntry parentOfNew(String path, FatEntry renamed) throws IOException {
    Optional<FatEntry> present = volume.find(path);
    boolean itself = present.isPresent() && present.get().offset() == renamed.offset();
    return itself && !present.get().name().equals(name(path))
        ? directoryOf(path)
        : parentOfNew(path);
  }

  private FatEntry directoryOf(String path) throws IOException {
    FatEntry parent = entryOf(parent(path));
    if (!parent.directory()) {
      throw new NotDirectoryException(parent.path());
    }
    return parent;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private FatDirectory directory(FatEntry entry) {
    return new FatDirectory(draft, volume, entry);
  }

  private void insert(FatEntry parent, String path, byte[] entry, List<Long> clusters)
      throws IOException {
    try {
      directory(parent).insert(path, name(path), entry);
    } catch (IOException e) {
      clusters.forEach(volume.table()::free); // else the next operation would write them as lost
      throw e;
    }
  }

  private List<Long> allocate(String path, List<Long> before, long length) throws IOException {
    int size = volume.layout().clusterSize();
    long needed = (length + size - 1) / size;
    if (length > MAX_SIZE || needed > volume.layout().clusters()) {
      throw noRoom(path, length, length);
    }
    int kept = (int) Math.min(needed, before.size());
    List<Long> clusters = new ArrayList<>(before.subList(0, kept));
    int missing = (int) needed - kept;
    List<Long> free = volume.table().findFree(missing);
    if (free.size() < missing) {
      throw noRoom(path, length, (long) (missing - free.size()) * size);
    }
    clusters.addAll(free);
    release(before.subList(kept, before.size()));
    volume.table().link(clusters);
    return clusters;
  }

  private static FileSystemException noRoom(String path, long length, long missing) {
    return new FileSystemException(
        path,
        null,
        "the EFI partition has no room for "
            + length
            + " bytes: "
            + missing
            + " bytes are missing");
  }

  private void release(List<Long> clusters) {
    for (long cluster : clusters) {
      volume.table().free(cluster);
      draft.zero(volume.layout().position(cluster), volume.layout().clusterSize());
    }
  }

  /** Writes content and fills the last cluster with zeros, so that nothing of an old file stays. */
  private void writeContent(List<Long> clusters, ImageSource content) {
    int size = volume.layout().clusterSize();
    long done = 0;
    for (long cluster : clusters) {
      long position = volume.layout().position(cluster);
      long count = Math.min(size, content.size() - done);
      draft.write(position, content, done, count);
      draft.zero(position + count, size - count);
      done += count;
    }
  }

  private void place(byte[] entry, List<Long> clusters, long size) {
    putCluster(entry, clusters.isEmpty() ? 0 : clusters.getFirst());
    ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putInt(SIZE, (int) size);
  }

  private void putCluster(byte[] entry, long cluster) {
    ByteBuffer buffer = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    if (volume.layout().bits() == 32) {
      buffer.putShort(FIRST_CLUSTER_HIGH, (short) (cluster >> 16));
    }
    buffer.putShort(FIRST_CLUSTER_LOW, (short) cluster);
  }

  /** Cluster that {@code ..} names: 0 stands for the root, also with 32 bits (FAT 6.5). */
  private static long aboveCluster(FatEntry parent) {
    return parent.offset() < 0 ? 0 : parent.cluster();
  }

  private byte[] entry(int attributes) {
    byte[] entry = new byte[FatDirectoryReader.ENTRY];
    entry[11] = (byte) attributes;
    FatTime.write(time, entry);
    return entry;
  }

  private byte[] special(String name, long cluster) {
    byte[] entry = entry(DIRECTORY);
    Arrays.fill(entry, 0, FatNames.SHORT, (byte) ' ');
    for (int i = 0; i < name.length(); i++) {
      entry[i] = (byte) name.charAt(i);
    }
    putCluster(entry, cluster);
    return entry;
  }

  /** Writes every copy of the allocation table, and the count of free clusters (FAT 4, 5). */
  private void finish() throws IOException {
    FatLayout layout = volume.layout();
    AllocationTable.Changed changed = volume.table().takeChanged();
    for (int copy = 0; copy < layout.fatCount(); copy++) {
      long start = layout.fatStart() + copy * layout.fatSize();
      draft.write(start + changed.from(), changed.bytes());
    }
    countFree(changed.freed());
  }

  private void countFree(long freed) throws IOException {
    long info = volume.layout().infoSector();
    if (info == 0 || freed == 0) {
      return;
    }
    Bytes sector = draft.bytes(info, 512, "FAT 5");
    long free = sector.le32(FREE_COUNT);
    if (sector.has(484, INFO_SIGNATURE) && free <= volume.layout().clusters()) {
      byte[] count =
          ByteBuffer.allocate(4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) (free + freed))
              .array();
      draft.write(info + FREE_COUNT, count);
    }
  }
}
