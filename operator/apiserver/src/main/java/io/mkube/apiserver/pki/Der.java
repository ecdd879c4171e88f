package io.mkube.apiserver.pki;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The few forms of DER (X.690) that certificates consist of. Each method gives one complete
 * element. Written here because a library for it takes a signed archive and some hundred classes,
 * which a start of the server would wait for.
 */
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final int LONG_FORM = 0x80;
  private static final int SHORT_LENGTHS = 0x80;
  private static final int ARC_BITS = 7;
  private static final int ARC_MASK = 0x7f;
  private static final int FIRST_ARC = 40;

  /** RFC 5280, 4.1.2.5: years until 2049 have two digits. */
  private static final int FIRST_LONG_YEAR = 2050;

  private static final DateTimeFormatter SHORT_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
  private static final DateTimeFormatter LONG_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return element(SEQUENCE, joined(List.of(parts)));
  }

  static byte[] sequence(List<byte[]> parts) {
    return element(SEQUENCE, joined(parts));
  }

  static byte[] set(byte[] part) {
    return element(SET, part);
  }

  static byte[] yes() {
    return element(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] integer(BigInteger value) {
    return element(INTEGER, value.toByteArray());
  }

  /** Bits of which the last {@code unused} of the last byte do not count. */
  static byte[] bits(int unused, byte[] content) {
    return element(BIT_STRING, joined(List.of(new byte[] {(byte) unused}, content)));
  }

  static byte[] octets(byte[] content) {
    return element(OCTET_STRING, content);
  }

  static byte[] text(String value) {
    return element(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier from its dotted form. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * FIRST_ARC + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      int groups = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(arc) + 6) / ARC_BITS);
      for (int group = groups - 1; group >= 0; group--) {
        int seven = arc >> (group * ARC_BITS) & ARC_MASK;
        content.write(group == 0 ? seven : seven | LONG_FORM);
      }
    }
    return element(OBJECT_IDENTIFIER, content.toByteArray());
  }

  /** A time to the second. */
  static byte[] time(Instant instant) {
    ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
    boolean brief = time.getYear() < FIRST_LONG_YEAR;
    String text = (brief ? SHORT_TIME : LONG_TIME).format(time);
    return element(brief ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An element inside an explicit tag. */
  static byte[] explicit(int tag, byte[] part) {
    return element(CONTEXT_CONSTRUCTED | tag, part);
  }

  /** Content whose own tag is replaced. */
  static byte[] implicit(int tag, byte[] content) {
    return element(CONTEXT | tag, content);
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < SHORT_LENGTHS) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(LONG_FORM | (length.length - from));
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
