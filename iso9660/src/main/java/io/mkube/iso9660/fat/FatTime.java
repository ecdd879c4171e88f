package io.mkube.iso9660.fat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Dates of directory entries, in UTC: from 1980 to 2107, by two seconds (FAT 6.3). */
final class FatTime {
  private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final LocalDateTime LAST = LocalDateTime.of(2107, 12, 31, 23, 59, 58);
  private static final int CREATED = 14;
  private static final int ACCESSED = 18;
  private static final int WRITTEN = 22;

  private FatTime() {}

  /** Writes all dates of an entry; what lies outside becomes the nearest that can be told. */
  static void write(Instant time, byte[] entry) {
    LocalDateTime date = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    date = date.isBefore(FIRST) ? FIRST : date.isAfter(LAST) ? LAST : date;
    int clock = (date.getHour() << 11) | (date.getMinute() << 5) | date.getSecond() / 2;
    int day = ((date.getYear() - 1980) << 9) | (date.getMonthValue() << 5) | date.getDayOfMonth();
    ByteBuffer buffer = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(CREATED, (short) clock).putShort(CREATED + 2, (short) day);
    buffer.putShort(ACCESSED, (short) day);
    buffer.putShort(WRITTEN, (short) clock).putShort(WRITTEN + 2, (short) day);
  }
}
