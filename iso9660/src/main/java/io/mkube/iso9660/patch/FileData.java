package io.mkube.iso9660.patch;

import io.mkube.iso9660.content.ContentChannel;
import io.mkube.iso9660.delta.Draft;
import io.mkube.iso9660.directory.Extent;
import io.mkube.iso9660.directory.IsoEntry;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.Sector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What files hold: where it is put, and what becomes of the room that it leaves. */
final class FileData {
  /** Largest section of a file: the last whole sector below 4 GiB (ECMA-119 7.3.3). */
  private static final long MAX_SECTION = (1L << 32) - Sector.SIZE;

  private static final int CHUNK = 64 << 10;
  private final Draft draft;
  private final ImageScan scan;

  FileData(Draft draft, ImageScan scan) {
    this.draft = draft;
    this.scan = scan;
  }

  /** Whether any tree has another file in the sectors of one. */
  boolean isShared(IsoEntry entry) {
    return scan.trees().stream()
        .anyMatch(tree -> entry.extents().stream().anyMatch(tree::isShared));
  }

  /** Whether a file holds a content already. */
  boolean holds(IsoEntry entry, ImageSource content) throws IOException {
    if (entry.size() != content.size()) {
      return false;
    }
    try (ImageSource before = ImageSource.of(ContentChannel.open(draft, entry))) {
      return same(before, content);
    }
  }

  /** Whether two contents of one length are the same. */
  static boolean same(ImageSource a, ImageSource b) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(CHUNK);
    ByteBuffer after = ByteBuffer.allocate(CHUNK);
    for (long at = 0; at < a.size(); at += before.limit()) {
      int count = (int) Math.min(CHUNK, a.size() - at);
      if (!read(a, at, before, count).equals(read(b, at, after, count))) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer read(ImageSource source, long position, ByteBuffer target, int count)
      throws IOException {
    target.clear().limit(count);
    while (target.hasRemaining()) {
      if (source.read(position + target.position(), target) < 0) {
        throw new IOException("content became shorter while it was read");
      }
    }
    return target.flip();
  }

  /**
   * Puts content where the old one was if it fits and nobody else has it, else elsewhere.
   *
   * @param shared whether other names keep the old content
   * @param behind position that a new place must be behind
   */
  List<Extent> place(IsoEntry entry, boolean shared, ImageSource content, long behind)
      throws IOException {
    boolean plain =
        entry.extents().size() == 1
            && !entry.interleaved()
            && entry.record().extendedAttributeBlocks() == 0
            && entry.rockRidge().zisofs().isEmpty();
    Extent old = entry.extents().getFirst();
    long capacity = Sector.roundUp(old.length());
    long used = Sector.roundUp(content.size());
    boolean own = plain && !shared && old.length() > 0 && content.size() > 0;
    if (own && content.size() <= MAX_SECTION && fits(old.position() + capacity, used - capacity)) {
      Extent place = new Extent(old.position(), content.size());
      draft.write(old.position(), content);
      draft.zero(old.position() + content.size(), used - content.size());
      scan.space().free(new Extent(old.position() + used, capacity - used));
      scan.space().use(place);
      return List.of(place);
    }
    if (!shared) {
      release(entry);
    }
    return write(content, behind);
  }

  /** Whether content can go on behind its old place, or needs no more than that. */
  private boolean fits(long end, long more) throws IOException {
    return more <= 0 || scan.space().isFree(end, more);
  }

  /** Gives the room of a file back. */
  void release(IsoEntry entry) throws IOException {
    // Between the parts of an interleaved file lies something else (ECMA-119 6.4.3).
    if (!entry.interleaved()) {
      entry.extents().forEach(scan.space()::free);
    }
  }

  /**
   * Puts new content where there is room.
   *
   * @param behind position that it must be behind; 0 if it may be anywhere
   */
  List<Extent> write(ImageSource content, long behind) throws IOException {
    long size = content.size();
    if (size == 0) {
      return List.of(new Extent(0, 0));
    }
    long position = scan.space().allocate(size, behind);
    draft.write(position, content);
    draft.zero(position + size, Sector.roundUp(size) - size);
    scan.trees().forEach(tree -> tree.imageSize(draft.size()));
    List<Extent> sections = new ArrayList<>();
    for (long at = 0; at < size; at += MAX_SECTION) {
      sections.add(new Extent(position + at, Math.min(MAX_SECTION, size - at)));
    }
    return sections;
  }

  /** Writes bytes over a part of a file, whose sections may lie anywhere. */
  void overwrite(IsoEntry entry, long offset, byte[] bytes) {
    long skipped = 0;
    for (Extent extent : entry.extents()) {
      long from = Math.max(offset, skipped);
      long to = Math.min(offset + bytes.length, skipped + extent.length());
      if (from < to) {
        byte[] part = Arrays.copyOfRange(bytes, (int) (from - offset), (int) (to - offset));
        draft.write(extent.position() + from - skipped, part);
      }
      skipped += extent.length();
    }
  }
}
