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
import org.jspecify.annotations.Nullable;

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

  /** Bytes at the start of every area that belong to something else (SUSP 5.3, LEN_SKP). */
  public int skipped() {
    return skip;
  }

  /**
   * The entries of a record in their order, those of continuation areas behind the others. An entry
   * that is longer than its area, as genisoimage makes of long link targets, ends the area.
   */
  public List<SystemUseEntry> entries(DirectoryRecord record) throws IOException {
    return entries(record, new ReadBudget(source));
  }

  List<SystemUseEntry> entries(DirectoryRecord record, ReadBudget budget) throws IOException {
    return read(record, budget).entries;
  }

  /** What is wrong with the lengths of the entries of a record, if anything is. */
  public Optional<IsoFormatException> problem(DirectoryRecord record) throws IOException {
    return Optional.ofNullable(read(record, new ReadBudget(source)).problem);
  }

  private Collected read(DirectoryRecord record, ReadBudget budget) throws IOException {
    Bytes area = record.systemUse();
    int start = area.length() >= 4 && area.has(0, "SP") ? 0 : Math.min(skip, area.length());
    Collected collected = new Collected(record);
    collected.add(area.slice(start, area.length() - start));
    if (collected.next != null) {
      follow(record, collected, budget);
    }
    return collected;
  }

  /** Takes the entries of all continuation areas (SUSP 5.1). */
  private void follow(DirectoryRecord record, Collected collected, ReadBudget budget)
      throws IOException {
    Set<Extent> visited = new HashSet<>();
    int total = 0;
    Extent area = collected.next;
    while (area != null) {
      budget.spend(area.length(), record.offset());
      total += (int) area.length();
      if (!visited.add(area) || visited.size() > MAX_CONTINUATIONS || total > MAX_BYTES) {
        throw new IsoFormatException(
            "SUSP 5.1", record.offset(), "the continuation areas of a record have no end");
      }
      collected.next = null;
      collected.add(source.bytes(area.position(), (int) area.length(), "SUSP 5.1"));
      area = collected.next;
    }
  }

  /** The entries of one record. */
  private static final class Collected {
    private final DirectoryRecord record;
    private final List<SystemUseEntry> entries = new ArrayList<>(6);
    private @Nullable Extent next;
    private @Nullable IsoFormatException problem;

    Collected(DirectoryRecord record) {
      this.record = record;
    }

    /** Takes the entries of one area, and the area that continues it. */
    void add(Bytes area) throws IsoFormatException {
      int at = 0;
      while (area.length() - at >= SystemUseEntry.HEAD) {
        int length = area.u8(at + 2);
        if (length < SystemUseEntry.HEAD) {
          return; // zero bytes fill the rest
        }
        if (length > area.length() - at) {
          problem =
              new IsoFormatException(
                  "SUSP 4.1", area.offset(at), "an entry of " + length + " bytes leaves its area");
          return;
        }
        String signature = SystemUseEntry.signature(area, at);
        Bytes entry = area.slice(at, length);
        if (signature.equals("ST")) {
          return;
        }
        if (signature.equals("CE") && length >= CONTINUATION_LENGTH) {
          next = continuation(entry);
        }
        entries.add(new SystemUseEntry(signature, entry));
        at += length;
      }
    }

    private Extent continuation(Bytes entry) throws IsoFormatException {
      long length = entry.both32(20);
      if (length > MAX_BYTES) {
        throw new IsoFormatException(
            "SUSP 5.1", entry.offset(20), "a continuation area of " + length + " bytes");
      }
      return new Extent(record.volume().position(entry.both32(4)) + entry.both32(12), length);
    }
  }
}
