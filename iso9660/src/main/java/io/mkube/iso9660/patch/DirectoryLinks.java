package io.mkube.iso9660.patch;

import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.DirectoryReader;
import io.mkube.iso9660.directory.DirectoryRecord;
import io.mkube.iso9660.directory.SystemUse;
import io.mkube.iso9660.directory.SystemUseEntry;
import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.Sector;
import io.mkube.iso9660.volume.VolumeDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Keeps everything true that names a directory: it is named in more places than one. */
final class DirectoryLinks {
  private static final int ADDRESS = 2;
  private static final int LENGTH = 10;
  private static final int LINK_BLOCK = 4;
  private static final int POSIX_LINKS = 12;

  private final Draft draft;
  private final TreeModel tree;

  DirectoryLinks(Draft draft, TreeModel tree) {
    this.draft = draft;
    this.tree = tree;
  }

  /** Logical block of a position of the image. */
  long block(long position) throws IOException {
    VolumeDescriptor volume = tree.volume();
    return (position - volume.shift() * Sector.SIZE) / volume.blockSize();
  }

  /**
   * Tells all that names a directory where it is now; its own record is the caller's.
   *
   * @param oldPosition where it was
   */
  void moved(DirectoryNode directory, long oldPosition) throws IOException {
    long oldBlock = block(oldPosition);
    if (directory.isRoot()) {
      for (VolumeDescriptor volume : tree.volumes()) {
        place(volume.bytes().offset() + VolumeDescriptor.ROOT_RECORD, directory);
      }
    } else {
      for (DirectoryRecord record : records(directory.parent())) {
        boolean names = record.has(DirectoryRecord.DIRECTORY) && record.block() == oldBlock;
        if (names && !record.isSelf() && !record.isParent()) {
          place(record.offset(), directory);
        }
      }
    }
    for (DirectoryNode child : directory.children()) {
      pointToParent(child);
    }
    if (tree.hasRelocations()) {
      redirect(oldBlock, block(directory.extent().position()));
    }
  }

  /** Makes the second record of a directory name the one that it is in. */
  void pointToParent(DirectoryNode directory) throws IOException {
    for (DirectoryRecord record : records(directory)) {
      if (record.isParent()) {
        place(record.offset(), directory.parent());
      }
    }
  }

  /** Changes the number of names that a directory has: one for each directory in it, and two. */
  void countLinks(DirectoryNode directory, int change) throws IOException {
    Optional<SystemUse> use = tree.systemUse();
    if (use.isEmpty()) {
      return;
    }
    long block = block(directory.extent().position());
    for (DirectoryRecord record : records(directory)) {
      if (record.isSelf() || (directory.isRoot() && record.isParent())) {
        countLinks(use.get(), record, change);
      }
    }
    for (DirectoryRecord record : records(directory.parent())) {
      boolean names = record.has(DirectoryRecord.DIRECTORY) && record.block() == block;
      if (names && !record.isSelf() && !record.isParent()) {
        countLinks(use.get(), record, change);
      }
    }
    for (DirectoryNode child : directory.children()) {
      for (DirectoryRecord record : records(child)) {
        if (record.isParent()) {
          countLinks(use.get(), record, change);
        }
      }
    }
  }

  /** How records of a directory are written: as its own record is. */
  SystemUseWriter form(DirectoryNode directory) throws IOException {
    DirectoryRecord self = records(directory).getFirst();
    Optional<SystemUse> use = tree.systemUse();
    return use.isPresent()
        ? SystemUseWriter.like(use.get().entries(self), use.get().skipped())
        : SystemUseWriter.plain(tree.extendedArchitecture());
  }

  /** Makes a relocated directory name the one that it seems to be in (RRIP 4.1.5.2). */
  void linkToParent(DirectoryNode directory, DirectoryNode parent) throws IOException {
    for (DirectoryRecord record : records(directory)) {
      for (SystemUseEntry entry : record.isParent() ? entries(record) : List.<SystemUseEntry>of()) {
        if (entry.signature().equals("PL")) {
          write32(entry.bytes().offset(LINK_BLOCK), block(parent.extent().position()));
        }
      }
    }
  }

  /**
   * Takes libisofs' notes of checksums off the root: they name sums of an image that is no longer
   * this one. The entries become padding (SUSP 5.2).
   */
  void dropChecksums() throws IOException {
    List<SystemUseEntry> notes =
        entries(records(tree.root()).getFirst()).stream()
            .filter(entry -> entry.signature().equals("AL"))
            .toList();
    StringBuilder text = new StringBuilder();
    for (SystemUseEntry note : notes) {
      text.append(new String(note.bytes().copy(), StandardCharsets.ISO_8859_1));
    }
    if (text.indexOf("isofs.ca") >= 0) {
      for (SystemUseEntry note : notes) {
        draft.write(note.bytes().offset(), new byte[] {'P', 'D'});
      }
    }
  }

  /** Entries of a record; none if the tree has no Rock Ridge. */
  List<SystemUseEntry> entries(DirectoryRecord record) throws IOException {
    Optional<SystemUse> use = tree.systemUse();
    return use.isPresent() ? use.get().entries(record) : List.of();
  }

  private void countLinks(SystemUse use, DirectoryRecord record, int change) throws IOException {
    for (SystemUseEntry entry : use.entries(record)) {
      if (entry.signature().equals("PX")) {
        long links = entry.bytes().both32(POSIX_LINKS) + change;
        write32(entry.bytes().offset(POSIX_LINKS), Math.max(1, links));
      }
    }
  }

  /** Child and parent links of Rock Ridge (RRIP 4.1.5). */
  private void redirect(long oldBlock, long newBlock) throws IOException {
    SystemUse use = tree.systemUse().orElseThrow();
    for (DirectoryNode directory : tree.directories()) {
      for (DirectoryRecord record : records(directory)) {
        for (SystemUseEntry entry : use.entries(record)) {
          boolean link = entry.signature().equals("CL") || entry.signature().equals("PL");
          if (link && entry.bytes().both32(LINK_BLOCK) == oldBlock) {
            write32(entry.bytes().offset(LINK_BLOCK), newBlock);
          }
        }
      }
    }
  }

  private List<DirectoryRecord> records(DirectoryNode directory) throws IOException {
    return new DirectoryReader(draft, tree.volume()).read(directory.extent());
  }

  private void place(long record, DirectoryNode directory) throws IOException {
    write32(record + ADDRESS, block(directory.extent().position()));
    write32(record + LENGTH, directory.extent().length());
  }

  /** Writes a number in both byte orders. */
  void write32(long position, long value) throws IOException {
    Bytes before = draft.bytes(position, 8, "ECMA-119 7.3.3");
    byte[] bytes = before.copy();
    RawRecord.both32(bytes, 0, value);
    draft.write(position, bytes);
  }
}
