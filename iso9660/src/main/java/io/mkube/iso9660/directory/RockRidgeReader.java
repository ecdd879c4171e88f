package io.mkube.iso9660.directory;

import io.mkube.iso9660.format.Bytes;
import io.mkube.iso9660.format.IsoDates;
import io.mkube.iso9660.format.IsoFormatException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts the entries of one record together (RRIP 4.1). For one record only. */
final class RockRidgeReader {
  private static final int MAX_NAME = 1024;
  private static final int MAX_TARGET = 4096;
  private static final int CONTINUES = 1;
  private static final int CURRENT = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;
  private static final int STAMPS = 7;
  private static final int MIN_EXPONENT = 15;
  private static final int MAX_EXPONENT = 20;

  private final ByteArrayOutputStream name = new ByteArrayOutputStream();
  private final ByteArrayOutputStream target = new ByteArrayOutputStream();
  private boolean named;
  private boolean linked;
  private boolean componentOpen = true;
  private boolean relocated;
  private OptionalLong childLink = OptionalLong.empty();
  private OptionalLong parentLink = OptionalLong.empty();
  private long device;
  private RockRidge.@Nullable Posix posix;
  private RockRidge.Times times = RockRidge.Times.NONE;
  private RockRidge.@Nullable Zisofs zisofs;

  private RockRidgeReader() {}

  static RockRidge read(List<SystemUseEntry> entries) throws IsoFormatException {
    RockRidgeReader reader = new RockRidgeReader();
    for (SystemUseEntry entry : entries) {
      reader.accept(entry);
    }
    return reader.result();
  }

  private void accept(SystemUseEntry entry) throws IsoFormatException {
    Bytes bytes = entry.bytes();
    if (bytes.length() < least(entry.signature())) {
      return; // too short for what it has to hold
    }
    switch (entry.signature()) {
      case "NM" -> acceptName(bytes);
      case "SL" -> acceptLink(bytes);
      case "PX" -> acceptPosix(bytes);
      case "PN" -> device = bytes.both32(4) << 32 | bytes.both32(12);
      case "TF" -> acceptTimes(bytes);
      case "CL" -> childLink = OptionalLong.of(bytes.both32(4));
      case "PL" -> parentLink = OptionalLong.of(bytes.both32(4));
      case "RE" -> relocated = true;
      case "ZF" -> acceptZisofs(bytes);
      default -> {
        // Padding, announcements and extensions that say nothing of the file.
      }
    }
  }

  private static int least(String signature) {
    return switch (signature) {
      case "NM", "SL", "TF" -> 5;
      case "PX" -> 36;
      case "PN" -> 20;
      case "CL", "PL" -> 12;
      case "ZF" -> 16;
      default -> SystemUseEntry.HEAD;
    };
  }

  private void acceptName(Bytes bytes) throws IsoFormatException {
    int flags = bytes.u8(4);
    if ((flags & (CURRENT | PARENT)) != 0) {
      return; // "." and ".." are known from the identifier
    }
    named = true;
    append(name, bytes.slice(5, bytes.length() - 5), MAX_NAME, "RRIP 4.1.4");
  }

  private void acceptLink(Bytes bytes) throws IsoFormatException {
    linked = true;
    int at = 5;
    while (at + 2 <= bytes.length()) {
      int flags = bytes.u8(at);
      int length = Math.min(bytes.u8(at + 1), bytes.length() - at - 2);
      component(flags, bytes.slice(at + 2, length));
      at += 2 + length;
    }
  }

  /** A component may be split over several entries: then no separator stands between its parts. */
  private void component(int flags, Bytes text) throws IsoFormatException {
    if ((flags & ROOT) != 0) {
      target.reset();
      target.write('/');
      componentOpen = true;
      return;
    }
    if (!componentOpen) {
      target.write('/');
    }
    if ((flags & CURRENT) != 0) {
      target.write('.');
    } else if ((flags & PARENT) != 0) {
      target.write('.');
      target.write('.');
    } else {
      append(target, text, MAX_TARGET, "RRIP 4.1.3");
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
    List<Optional<Instant>> stamps = new ArrayList<>();
    int at = 5;
    for (int bit = 0; bit < STAMPS; bit++) {
      if ((flags & 1 << bit) == 0 || at + size > bytes.length()) {
        stamps.add(Optional.empty());
        continue;
      }
      stamps.add(size == IsoDates.SHORT ? IsoDates.read7(bytes, at) : IsoDates.read17(bytes, at));
      at += size;
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

  private static void append(ByteArrayOutputStream text, Bytes part, int limit, String clause)
      throws IsoFormatException {
    if (text.size() + part.length() > limit) {
      throw new IsoFormatException(
          clause, part.offset(), "a name is longer than " + limit + " bytes");
    }
    text.writeBytes(part.copy());
  }

  private RockRidge result() {
    RockRidge.Posix found = posix;
    if (found != null && device != 0) {
      found =
          new RockRidge.Posix(
              found.mode(), found.links(), found.uid(), found.gid(), found.inode(), device);
    }
    return new RockRidge(
        named ? Optional.of(EntryName.decode(name.toByteArray())) : Optional.empty(),
        Optional.ofNullable(found),
        linked ? Optional.of(EntryName.decode(target.toByteArray())) : Optional.empty(),
        times,
        childLink,
        parentLink,
        relocated,
        Optional.ofNullable(zisofs));
  }
}
