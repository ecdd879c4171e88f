package io.mkube.iso9660.fat;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A FAT file system inside an image, read as it was when it was opened. Not thread-safe. */
public final class FatVolume {
  /** Boot loaders and their configuration are far smaller. */
  private static final long MAX_FILE = 64L << 20;

  private static final int MAX_ENTRIES = 100_000;
  private final ImageSource source;
  private final FatLayout layout;
  private final AllocationTable table;

  private FatVolume(ImageSource source, FatLayout layout, AllocationTable table) {
    this.source = source;
    this.layout = layout;
    this.table = table;
  }

  /**
   * Opens the file system at a position.
   *
   * @throws IsoFormatException if there is none
   */
  public static FatVolume open(ImageSource source, long position) throws IOException {
    FatLayout layout = FatLayout.read(source, position);
    return new FatVolume(source, layout, AllocationTable.read(source, layout));
  }

  public FatLayout layout() {
    return layout;
  }

  /** The root directory. */
  public FatEntry root() {
    return new FatEntry("/", "", true, 0, layout.rootCluster(), -1);
  }

  /** The entries of a directory. */
  public List<FatEntry> list(FatEntry directory) throws IOException {
    FatDirectoryReader reader = new FatDirectoryReader(directory.path());
    if (directory.cluster() == 0) {
      int length = layout.rootEntries() * FatDirectoryReader.ENTRY;
      reader.accept(source.bytes(layout.rootStart(), length, "FAT 6"), layout.bits() == 32);
      return reader.entries();
    }
    for (long cluster : table.chain(directory.cluster())) {
      Bytes bytes = source.bytes(layout.position(cluster), layout.clusterSize(), "FAT 6");
      if (!reader.accept(bytes, layout.bits() == 32)) {
        break;
      }
    }
    return reader.entries();
  }

  /** The entry of a path; names are compared without regard to case, as FAT does. */
  public Optional<FatEntry> find(String path) throws IOException {
    FatEntry found = root();
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      Optional<FatEntry> next =
          found.directory()
              ? list(found).stream().filter(e -> e.name().equalsIgnoreCase(name)).findFirst()
              : Optional.empty();
      if (next.isEmpty()) {
        return next;
      }
      found = next.get();
    }
    return Optional.of(found);
  }

  /**
   * All entries, each directory before what is in it.
   *
   * @throws IsoFormatException if there is no end of them, or a directory is in two places
   */
  public List<FatEntry> all() throws IOException {
    List<FatEntry> all = new ArrayList<>();
    Set<Long> entered = new HashSet<>(List.of(layout.rootCluster()));
    Deque<FatEntry> open = new ArrayDeque<>(List.of(root()));
    while (!open.isEmpty()) {
      for (FatEntry entry : list(open.removeFirst())) {
        all.add(entry);
        if (all.size() > MAX_ENTRIES) {
          throw new IsoFormatException(
              "FAT 6", entry.offset(), "more than " + MAX_ENTRIES + " entries");
        }
        if (entry.directory()) {
          if (!entered.add(entry.cluster())) {
            throw new IsoFormatException(
                "FAT 6", entry.offset(), "the directory " + entry.name() + " is in two places");
          }
          open.addLast(entry);
        }
      }
    }
    return all;
  }

  /**
   * The content of a file.
   *
   * @throws NoSuchFileException if the path is none
   */
  public byte[] read(String path) throws IOException {
    Optional<FatEntry> entry = find(path);
    if (entry.isEmpty() || entry.get().directory()) {
      throw new NoSuchFileException(path);
    }
    return read(entry.get());
  }

  /** The content of a file. */
  public byte[] read(FatEntry entry) throws IOException {
    if (entry.size() > Math.min(MAX_FILE, layout.end() - layout.position())) {
      throw new IsoFormatException(
          "FAT 6", entry.offset(), "a file of " + entry.size() + " bytes in a boot image");
    }
    byte[] content = new byte[(int) entry.size()];
    int done = 0;
    for (long cluster : clusters(entry)) {
      int count = Math.min(layout.clusterSize(), content.length - done);
      Bytes bytes = source.bytes(layout.position(cluster), count, "FAT 6");
      System.arraycopy(bytes.copy(), 0, content, done, count);
      done += count;
    }
    if (done < content.length) {
      throw new IsoFormatException(
          "FAT 6", entry.offset(), "the chain of clusters is shorter than the file");
    }
    return content;
  }

  /**
   * The content of a file, however large, read when it is asked for; valid as long as the image is.
   *
   * @throws IsoFormatException if the chain of clusters is shorter than the file
   */
  public ImageSource content(FatEntry entry) throws IOException {
    List<Long> clusters = clusters(entry);
    if (entry.directory() || entry.size() > (long) clusters.size() * layout.clusterSize()) {
      throw new IsoFormatException(
          "FAT 6", entry.offset(), "the chain of clusters is shorter than the file");
    }
    return new FatContent(source, layout, clusters, entry.size());
  }

  AllocationTable table() {
    return table;
  }

  /** The clusters of a file. */
  List<Long> clusters(FatEntry entry) throws IsoFormatException {
    return entry.cluster() == 0 ? List.of() : table.chain(entry.cluster());
  }
}
