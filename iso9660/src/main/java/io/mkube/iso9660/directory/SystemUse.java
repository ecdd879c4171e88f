package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.ImageSource;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads system use areas and their continuations (SUSP 4 and 5.1). */
public final class SystemUse {
  private static final int MAX_CONTINUATIONS = 32;
  private static final int MAX_BYTES = 64 << 10;
  private static final int CONTINUATION_LENGTH = 28;
  private static final int XA_BYTES = 14;
  private final ImageSource source;
  private final int skip;

  private SystemUse(ImageSource source, int skip) {
    this.source = source;
    this.skip = skip;
  }

  /**
   * How the areas of a tree are read, if it has any.
   *
   * @param self the root's own record, which announces them with an SP entry
   */
  public static Optional<SystemUse> of(ImageSource source, DirectoryRecord self)
      throws IOException {
    Bytes area = self.systemUse();
    for (int start : new int[] {0, XA_BYTES}) {
      if (area.length() >= start + 7
          && area.has(start, "SP")
          && area.u8(start + 4) == 0xBE
          && area.u8(start + 5) == 0xEF) {
        // LEN_SKP does not hold for the record that tells it (SUSP 5.3).
        return Optional.of(new SystemUse(source, area.u8(start + 6)));
      }
    }
    return Optional.empty();
  }

  /** The entries of a record in their order, those of continuation areas behind the others. */
  public List<SystemUseEntry> entries(DirectoryRecord record) throws IOException {
    return entries(record, new ReadBudget(source));
  }

  List<SystemUseEntry> entries(DirectoryRecord record, ReadBudget budget) throws IOException {
    Bytes area = record.systemUse();
    int start = area.length() >= 4 && area.has(0, "SP") ? 0 : Math.min(skip, area.length());
    List<SystemUseEntry> entries = new ArrayList<>();
    Optional<Extent> next = collect(record, area.slice(start, area.length() - start), entries);
    if (next.isPresent()) {
      follow(record, next.get(), entries, budget);
    }
    return entries;
  }

  /** Takes the entries of all continuation areas (SUSP 5.1). */
  private void follow(
      DirectoryRecord record, Extent first, List<SystemUseEntry> entries, ReadBudget budget)
      throws IOException {
    Set<Extent> visited = new HashSet<>();
    int total = 0;
    Optional<Extent> next = Optional.of(first);
    while (next.isPresent()) {
      Extent continuation = next.get();
      budget.spend(continuation.length(), record.offset());
      total += (int) Math.min(continuation.length(), MAX_BYTES);
      if (!visited.add(continuation) || visited.size() > MAX_CONTINUATIONS || total > MAX_BYTES) {
        throw new IsoFormatException(
            "SUSP 5.1", record.offset(), "the continuation areas of a record have no end");
      }
      Bytes bytes = source.bytes(continuation.position(), (int) continuation.length(), "SUSP 5.1");
      next = collect(record, bytes, entries);
    }
  }

  /** Takes the entries of one area; gives the area that continues it. */
  private static Optional<Extent> collect(
      DirectoryRecord record, Bytes area, List<SystemUseEntry> entries) throws IOException {
    Optional<Extent> next = Optional.empty();
    int at = 0;
    while (area.length() - at >= SystemUseEntry.HEAD) {
      int length = area.u8(at + 2);
      if (length < SystemUseEntry.HEAD) {
        break; // zero bytes fill the rest
      }
      if (length > area.length() - at) {
        throw new IsoFormatException(
            "SUSP 4.1", area.offset(at), "an entry of " + length + " bytes leaves its area");
      }
      String signature = SystemUseEntry.signature(area, at);
      Bytes entry = area.slice(at, length);
      if (signature.equals("ST")) {
        break;
      }
      if (signature.equals("CE") && length >= CONTINUATION_LENGTH) {
        next = Optional.of(continuation(record, entry));
      }
      entries.add(new SystemUseEntry(signature, entry));
      at += length;
    }
    return next;
  }

  private static Extent continuation(DirectoryRecord record, Bytes entry)
      throws IsoFormatException {
    long length = entry.both32(20);
    if (length > MAX_BYTES) {
      throw new IsoFormatException(
          "SUSP 5.1", entry.offset(20), "a continuation area of " + length + " bytes");
    }
    return new Extent(record.volume().position(entry.both32(4)) + entry.both32(12), length);
  }
}
