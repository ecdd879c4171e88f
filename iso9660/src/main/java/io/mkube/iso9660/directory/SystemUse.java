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

  private List<SystemUseEntry> entries(DirectoryRecord record, ReadBudget budget)
      throws IOException {
    List<SystemUseEntry> entries = new ArrayList<>(6);
    read(
        record,
        budget,
        (code, entry) -> entries.add(new SystemUseEntry(SystemUseEntry.signature(code), entry)));
    return entries;
  }

  /** What is wrong with the lengths of the entries of a record, if anything is. */
  public Optional<IsoFormatException> problem(DirectoryRecord record) throws IOException {
    return Optional.ofNullable(read(record, new ReadBudget(source), (code, entry) -> {}));
  }

  /** Takes the entries of a record one by one. */
  @FunctionalInterface
  interface Reader {
    /**
     * Takes one.
     *
     * @param code the two bytes of its signature, as {@link SystemUseEntry#code} has them
     * @param entry the entry with its head
     */
    void accept(int code, Bytes entry) throws IsoFormatException;
  }

  /**
   * Reads the entries of a record in their order and without keeping them.
   *
   * @return what is wrong with their lengths, if anything is
   */
  @Nullable IsoFormatException read(DirectoryRecord record, ReadBudget budget, Reader reader)
      throws IOException {
    Bytes area = record.systemUse();
    int start = area.length() >= 4 && area.has(0, "SP") ? 0 : Math.min(skip, area.length());
    Areas areas = new Areas(record, reader);
    areas.read(start == 0 ? area : area.slice(start, area.length() - start));
    if (areas.next != null) {
      follow(record, areas, budget);
    }
    return areas.problem;
  }

  /** Reads the entries of all continuation areas (SUSP 5.1). */
  private void follow(DirectoryRecord record, Areas areas, ReadBudget budget) throws IOException {
    Set<Extent> visited = new HashSet<>();
    int total = 0;
    Extent area = areas.next;
    while (area != null) {
      budget.spend(area.length(), record.offset());
      total += (int) area.length();
      if (!visited.add(area) || visited.size() > MAX_CONTINUATIONS || total > MAX_BYTES) {
        throw new IsoFormatException(
            "SUSP 5.1", record.offset(), "the continuation areas of a record have no end");
      }
      areas.next = null;
      areas.read(source.bytes(area.position(), (int) area.length(), "SUSP 5.1"));
      area = areas.next;
    }
  }

  /** The areas of one record. */
  private static final class Areas {
    private final DirectoryRecord record;
    private final Reader reader;
    private @Nullable Extent next;
    private @Nullable IsoFormatException problem;

    Areas(DirectoryRecord record, Reader reader) {
      this.record = record;
      this.reader = reader;
    }

    /** Reads the entries of one area, and which one continues it. */
    void read(Bytes area) throws IsoFormatException {
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
        int code = SystemUseEntry.code(area, at);
        if (code == SystemUseEntry.ST) {
          return;
        }
        Bytes entry = area.slice(at, length);
        if (code == SystemUseEntry.CE && length >= CONTINUATION_LENGTH) {
          next = continuation(entry);
        }
        reader.accept(code, entry);
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
