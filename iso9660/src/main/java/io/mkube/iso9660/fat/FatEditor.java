package io.mkube.iso9660.fat;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.format.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Changes files of a FAT file system inside a draft; the file system keeps its size. */
public final class FatEditor {
  private static final int FIRST_CLUSTER_HIGH = 20;
  private static final int FIRST_CLUSTER_LOW = 26;
  private static final int SIZE = 28;
  private static final int FREE_COUNT = 488;
  private static final String INFO_SIGNATURE = "rrAa";

  private FatEditor() {}

  /**
   * Replaces the content of a file. Its clusters are used again, further ones are taken from what
   * is free, and what it no longer needs is given back.
   *
   * @param position position of the file system in the image
   * @throws NoSuchFileException if the path is no file
   * @throws FileSystemException if there is no room
   */
  public static void replace(Draft draft, long position, String path, byte[] content)
      throws IOException {
    FatVolume volume = FatVolume.open(draft, position);
    Optional<FatEntry> found = volume.find(path);
    if (found.isEmpty() || found.get().directory()) {
      throw new NoSuchFileException(path);
    }
    FatEntry entry = found.get();
    List<Long> before = volume.clusters(entry);
    List<Long> after = allocate(volume, path, before, content.length);
    writeContent(draft, volume.layout(), after, content);
    writeTables(draft, volume);
    writeEntry(draft, entry, after.isEmpty() ? 0 : after.getFirst(), content.length);
    countFree(draft, volume.layout(), before.size() - after.size());
  }

  private static List<Long> allocate(FatVolume volume, String path, List<Long> before, int length)
      throws IOException {
    int size = volume.layout().clusterSize();
    int needed = (length + size - 1) / size;
    List<Long> clusters = new ArrayList<>(before.subList(0, Math.min(needed, before.size())));
    int missing = needed - clusters.size();
    if (missing > 0) {
      List<Long> free = volume.table().findFree(missing);
      if (free.size() < missing) {
        throw new FileSystemException(
            path,
            null,
            "the EFI partition has no room for "
                + length
                + " bytes: "
                + (long) (missing - free.size()) * size
                + " bytes are missing");
      }
      clusters.addAll(free);
    }
    before.stream().skip(needed).forEach(volume.table()::free);
    volume.table().link(clusters);
    return clusters;
  }

  private static void writeContent(
      Draft draft, FatLayout layout, List<Long> clusters, byte[] content) {
    int size = layout.clusterSize();
    for (int i = 0; i < clusters.size(); i++) {
      // copyOfRange fills the last cluster with zeros, so that nothing of the old file stays.
      byte[] part = Arrays.copyOfRange(content, i * size, (i + 1) * size);
      draft.write(layout.position(clusters.get(i)), part);
    }
  }

  private static void writeTables(Draft draft, FatVolume volume) {
    FatLayout layout = volume.layout();
    for (int copy = 0; copy < layout.fatCount(); copy++) {
      draft.write(layout.fatStart() + copy * layout.fatSize(), volume.table().bytes().clone());
    }
  }

  private static void writeEntry(Draft draft, FatEntry entry, long cluster, int length)
      throws IOException {
    byte[] bytes = draft.bytes(entry.offset(), FatDirectoryReader.ENTRY, "FAT 6").copy();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(FIRST_CLUSTER_HIGH, (short) (cluster >> 16));
    buffer.putShort(FIRST_CLUSTER_LOW, (short) cluster);
    buffer.putInt(SIZE, length);
    draft.write(entry.offset(), bytes);
  }

  /** Keeps the count of free clusters true where there is one (FAT 5). */
  private static void countFree(Draft draft, FatLayout layout, int given) throws IOException {
    if (layout.infoSector() == 0 || given == 0) {
      return;
    }
    Bytes info = draft.bytes(layout.infoSector(), 512, "FAT 5");
    long free = info.le32(FREE_COUNT);
    if (!info.has(484, INFO_SIGNATURE) || free == 0xFFFFFFFFL) {
      return;
    }
    byte[] bytes = info.copy();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(FREE_COUNT, (int) (free + given));
    draft.write(layout.infoSector(), bytes);
  }
}
