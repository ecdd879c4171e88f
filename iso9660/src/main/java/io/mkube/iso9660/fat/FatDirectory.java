package io.mkube.iso9660.fat;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.format.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The entries of one directory while they are changed (FAT 6). Not thread-safe. */
final class FatDirectory {
  private static final int ENTRY = FatDirectoryReader.ENTRY;
  private static final int FREE = 0xE5;
  private static final int ATTRIBUTES = 11;
  private static final int LONG_NAME = 0x0F;
  private final Draft draft;
  private final FatVolume volume;
  private final FatEntry directory;

  FatDirectory(Draft draft, FatVolume volume, FatEntry directory) {
    this.draft = draft;
    this.volume = volume;
    this.directory = directory;
  }

  /**
   * Adds an entry.
   *
   * @param entry attributes, times, cluster and size; its name is written here
   * @throws FileSystemException if the directory is full
   */
  void insert(String path, String name, byte[] entry) throws IOException {
    FatNames.require(path, name);
    String shortName = FatNames.shortName(name, shortNames());
    byte[] bytes = FatNames.bytes(shortName);
    System.arraycopy(bytes, 0, entry, 0, FatNames.SHORT);
    List<byte[]> entries = new ArrayList<>();
    if (!FatNames.says(shortName, name)) {
      entries.addAll(FatNames.longEntries(name, bytes));
    }
    entries.add(entry);
    List<Long> slots = slots();
    int first = firstFree(slots, entries.size());
    while (first < 0) {
      grow(path);
      slots = slots();
      first = firstFree(slots, entries.size());
    }
    boolean wasEnd = first + entries.size() > end(slots);
    for (int i = 0; i < entries.size(); i++) {
      draft.write(slots.get(first + i), entries.get(i));
    }
    if (wasEnd && first + entries.size() < slots.size()) {
      draft.zero(slots.get(first + entries.size()), ENTRY);
    }
  }

  /** Takes an entry and its long name out. */
  void remove(FatEntry entry) throws IOException {
    List<Long> slots = slots();
    int at = slots.indexOf(entry.offset());
    mark(slots.get(at));
    while (at > 0 && isLongName(slots.get(at - 1))) {
      at--;
      mark(slots.get(at));
    }
  }

  private void mark(long slot) throws IOException {
    draft.write(slot, new byte[] {(byte) FREE});
  }

  private boolean isLongName(long slot) throws IOException {
    Bytes entry = draft.bytes(slot, ENTRY, "FAT 7");
    return entry.u8(0) != FREE && entry.u8(0) != 0 && entry.u8(ATTRIBUTES) == LONG_NAME;
  }

  /** Where the entries of the directory stand, used or not. */
  private List<Long> slots() throws IOException {
    FatLayout layout = volume.layout();
    List<Long> slots = new ArrayList<>();
    if (directory.cluster() == 0) {
      for (int i = 0; i < layout.rootEntries(); i++) {
        slots.add(layout.rootStart() + (long) i * ENTRY);
      }
      return slots;
    }
    for (long cluster : volume.table().chain(directory.cluster())) {
      for (int at = 0; at < layout.clusterSize(); at += ENTRY) {
        slots.add(layout.position(cluster) + at);
      }
    }
    return slots;
  }

  /** Index of the first slot behind the last one that was ever used. */
  private int end(List<Long> slots) throws IOException {
    int end = 0;
    while (end < slots.size() && draft.bytes(slots.get(end), 1, "FAT 6").u8(0) != 0) {
      end++;
    }
    return end;
  }

  private int firstFree(List<Long> slots, int count) throws IOException {
    int end = end(slots);
    int run = 0;
    for (int i = 0; i < slots.size(); i++) {
      boolean free = i >= end || draft.bytes(slots.get(i), 1, "FAT 6").u8(0) == FREE;
      run = free ? run + 1 : 0;
      if (run == count) {
        return i - count + 1;
      }
    }
    return -1;
  }

  private Set<String> shortNames() throws IOException {
    Set<String> names = new HashSet<>();
    List<Long> slots = slots();
    for (long slot : slots.subList(0, end(slots))) {
      Bytes entry = draft.bytes(slot, ENTRY, "FAT 6");
      if (entry.u8(0) != FREE && entry.u8(ATTRIBUTES) != LONG_NAME) {
        names.add(new String(entry.slice(0, 11).copy(), StandardCharsets.ISO_8859_1));
      }
    }
    return names;
  }

  private void grow(String path) throws IOException {
    if (directory.cluster() == 0) {
      throw new FileSystemException(
          path, null, "the root directory of the EFI partition is full and cannot grow");
    }
    List<Long> chain = new ArrayList<>(volume.table().chain(directory.cluster()));
    List<Long> free = volume.table().findFree(1);
    if (free.isEmpty()) {
      throw new FileSystemException(
          path, null, "the EFI partition has no room for a larger directory");
    }
    chain.addAll(free);
    volume.table().link(chain);
    draft.zero(volume.layout().position(free.getFirst()), volume.layout().clusterSize());
  }
}
