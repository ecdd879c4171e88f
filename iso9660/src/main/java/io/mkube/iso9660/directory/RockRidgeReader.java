package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts the entries of one record together (RRIP 4.1). For one record only. */
final class RockRidgeReader implements SystemUse.Reader {
  private static final int MAX_NAME = 1024;
  private static final int MAX_TARGET = 4096;
  private static final int CONTINUES = 1;
  private static final int CURRENT = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;
  private static final int STAMPS = 7;
  private static final int MIN_EXPONENT = 15;
  private static final int MAX_EXPONENT = 20;

  private static final byte[] NOTHING = new byte[0];

  private byte @Nullable [] name;
  private @Nullable ByteArrayOutputStream target;
  private boolean componentOpen = true;
  private boolean relocated;
  private OptionalLong childLink = OptionalLong.empty();
  private OptionalLong parentLink = OptionalLong.empty();
  private long device;
  private RockRidge.@Nullable Posix posix;
  private RockRidge.Times times = RockRidge.Times.NONE;
  private RockRidge.@Nullable Zisofs zisofs;

  private RockRidgeReader() {}

  static RockRidge read(SystemUse use, DirectoryRecord record, ReadBudget budget)
      throws IOException {
    RockRidgeReader reader = new RockRidgeReader();
    use.read(record, budget, reader);
    return reader.result();
  }

  @Override
  public void accept(int code, Bytes entry) throws IsoFormatException {
    if (entry.length() < least(code)) {
      return; // too short for what it has to hold
    }
    switch (code) {
      case SystemUseEntry.NM -> acceptName(entry);
      case SystemUseEntry.SL -> acceptLink(entry);
      case SystemUseEntry.PX -> acceptPosix(entry);
      case SystemUseEntry.PN -> device = entry.both32(4) << 32 | entry.both32(12);
      case SystemUseEntry.TF -> acceptTimes(entry);
      case SystemUseEntry.CL -> childLink = OptionalLong.of(entry.both32(4));
      case SystemUseEntry.PL -> parentLink = OptionalLong.of(entry.both32(4));
      case SystemUseEntry.RE -> relocated = true;
      case SystemUseEntry.ZF -> acceptZisofs(entry);
      default -> {
        // Padding, announcements and extensions that say nothing of the file.
      }
    }
  }

  private static int least(int code) {
    return switch (code) {
      case SystemUseEntry.NM, SystemUseEntry.SL, SystemUseEntry.TF -> 5;
      case SystemUseEntry.PX -> 36;
      case SystemUseEntry.PN -> 20;
      case SystemUseEntry.CL, SystemUseEntry.PL -> 12;
      case SystemUseEntry.ZF -> 16;
      default -> SystemUseEntry.HEAD;
    };
  }

  private void acceptName(Bytes bytes) throws IsoFormatException {
    int flags = bytes.u8(4);
    if ((flags & (CURRENT | PARENT)) != 0) {
      return; // "." and ".." are known from the identifier
    }
    byte[] before = name == null ? NOTHING : name;
    int length = bytes.length() - 5;
    requireShort(before.length + length, MAX_NAME, "RRIP 4.1.4", bytes.offset(5));
    byte[] all = Arrays.copyOf(before, before.length + length);
    bytes.copyTo(5, all, before.length, length);
    name = all;
  }

  private void acceptLink(Bytes bytes) throws IsoFormatException {
    ByteArrayOutputStream text = target == null ? new ByteArrayOutputStream() : target;
    target = text;
    int at = 5;
    while (at + 2 <= bytes.length()) {
      int flags = bytes.u8(at);
      int length = Math.min(bytes.u8(at + 1), bytes.length() - at - 2);
      component(text, flags, bytes.slice(at + 2, length));
      at += 2 + length;
    }
  }

  /** A component may be split over several entries: then no separator stands between its parts. */
  private void component(ByteArrayOutputStream text, int flags, Bytes part)
      throws IsoFormatException {
    if (!componentOpen) {
      text.write('/');
    }
    if ((flags & ROOT) != 0) {
      // Old mkisofs writes it for an empty component too: all readers take it for a second slash.
      text.write('/');
      componentOpen = true;
      return;
    }
    if ((flags & CURRENT) != 0) {
      text.write('.');
    } else if ((flags & PARENT) != 0) {
      text.write('.');
      text.write('.');
    } else {
      requireShort(text.size() + part.length(), MAX_TARGET, "RRIP 4.1.3", part.offset());
      text.writeBytes(part.copy());
    }
    componentOpen = (flags & CONTINUES) != 0;
  }

  private void acceptPosix(Bytes bytes) throws IsoFormatException {
    long inode = bytes.length() >= 44 ? bytes.both32(36) : 0;
    posix =
        new RockRidge.Posix(
            bytes.both32(4), bytes.both32(12), bytes.both32(20), bytes.both32(28), inode, 0);
  }

  private void acceptTimes(Bytes bytes) throws IsoFormatException {
    int flags = bytes.u8(4);
    int size = (flags & 0x80) == 0 ? IsoDates.SHORT : IsoDates.LONG;
    int next = 5;
    List<Optional<Instant>> stamps = new ArrayList<>(STAMPS);
    for (int bit = 0; bit < STAMPS; bit++) {
      boolean given = (flags & 1 << bit) != 0 && next + size <= bytes.length();
      stamps.add(given ? stamp(bytes, next, size) : Optional.empty());
      next += given ? size : 0;
    }
    times =
        new RockRidge.Times(
            stamps.get(0),
            stamps.get(1),
            stamps.get(2),
            stamps.get(3),
            stamps.get(4),
            stamps.get(5),
            stamps.get(6));
  }

  private static Optional<Instant> stamp(Bytes bytes, int at, int size) throws IsoFormatException {
    return size == IsoDates.SHORT ? IsoDates.read7(bytes, at) : IsoDates.read17(bytes, at);
  }

  private void acceptZisofs(Bytes bytes) throws IsoFormatException {
    boolean first = bytes.has(4, "pz");
    if (!first && !bytes.has(4, "PZ")) {
      return; // compressed in a way that is not known, so shown as it is stored
    }
    int exponent = bytes.u8(7);
    if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
      throw new IsoFormatException(
          "zisofs ZF", bytes.offset(7), "compressed blocks of 2^" + exponent + " bytes");
    }
    long size = first ? bytes.both32(8) : bytes.le64(8);
    if (size < 0) {
      throw new IsoFormatException("zisofs ZF", bytes.offset(8), "a size of " + size + " bytes");
    }
    zisofs = new RockRidge.Zisofs(first ? 1 : 2, size, bytes.u8(6) * 4, 1 << exponent);
  }

  private static void requireShort(int length, int limit, String clause, long offset)
      throws IsoFormatException {
    if (length > limit) {
      throw new IsoFormatException(clause, offset, "a name is longer than " + limit + " bytes");
    }
  }

  private RockRidge result() {
    RockRidge.Posix found = posix;
    if (found != null && device != 0) {
      found =
          new RockRidge.Posix(
              found.mode(), found.links(), found.uid(), found.gid(), found.inode(), device);
    }
    return new RockRidge(
        name == null ? Optional.empty() : Optional.of(EntryName.decode(name)),
        Optional.ofNullable(found),
        target == null ? Optional.empty() : Optional.of(EntryName.decode(target.toByteArray())),
        times,
        childLink,
        parentLink,
        relocated,
        Optional.ofNullable(zisofs));
  }
}
