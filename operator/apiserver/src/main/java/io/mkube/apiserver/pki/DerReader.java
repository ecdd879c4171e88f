package io.mkube.apiserver.pki;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Reads elements of DER (X.690) one after the other. Input is hostile: every length is checked. */
final class DerReader {
  static final int SEQUENCE = 0x30;
  static final int BIT_STRING = 0x03;
  static final int OBJECT_IDENTIFIER = 0x06;
  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  private final byte[] bytes;
  private int position;

  DerReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * An element.
   *
   * @param tag its tag
   * @param encoded all of it
   * @param content what is in it
   */
  record Element(int tag, byte[] encoded, byte[] content) {
    DerReader reader() {
      return new DerReader(content);
    }
  }

  private boolean more() {
    return position < bytes.length;
  }

  /**
   * The next element.
   *
   * @throws GeneralSecurityException if it is not whole or has another tag
   */
  Element next(int tag) throws GeneralSecurityException {
    Element element = next();
    if (element.tag() != tag) {
      throw new GeneralSecurityException(
          "asn1: structure error: tag " + element.tag() + " where " + tag + " belongs");
    }
    return element;
  }

  Element next() throws GeneralSecurityException {
    int start = position;
    int tag = read();
    int length = read();
    if (length >= LONG_FORM) {
      int count = length - LONG_FORM;
      if (count == 0 || count > MAX_LENGTH_BYTES) {
        throw new GeneralSecurityException("asn1: structure error: length too large");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | read();
      }
    }
    if (length > bytes.length - position) {
      throw new GeneralSecurityException("asn1: syntax error: data truncated");
    }
    int from = position;
    position += length;
    return new Element(
        tag, Arrays.copyOfRange(bytes, start, position), Arrays.copyOfRange(bytes, from, position));
  }

  private int read() throws GeneralSecurityException {
    if (!more()) {
      throw new GeneralSecurityException("asn1: syntax error: data truncated");
    }
    return bytes[position++] & 0xff;
  }

  /** The dotted form of the next element, an object identifier. */
  String nextOid() throws GeneralSecurityException {
    byte[] content = next(OBJECT_IDENTIFIER).content();
    StringBuilder dotted = new StringBuilder();
    long arc = 0;
    for (byte part : content) {
      arc = arc << 7 | (part & 0x7f);
      if (part >= 0) {
        if (dotted.isEmpty()) {
          long first = Math.min(arc / 40, 2);
          dotted.append(first).append('.').append(arc - first * 40);
        } else {
          dotted.append('.').append(arc);
        }
        arc = 0;
      }
    }
    return dotted.toString();
  }
}
