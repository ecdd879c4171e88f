package io.mkube.apiserver.protobuf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the wire format of protobuf from a part of an array. Never reads beyond that part. */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int DELIMITED = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  static final int FIXED32 = 5;

  private static final int MAX_GROUP_DEPTH = 32;
  private static final int MAX_VARINT_SHIFT = 63;

  private final byte[] bytes;
  private final int end;
  private int position;

  WireReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Field number and wire type. */
  record Tag(int number, int wireType) {}

  WireReader emptyAtEnd() {
    return new WireReader(bytes, end, end);
  }

  int offset() {
    return position;
  }

  boolean hasMore() {
    return position < end;
  }

  int remaining() {
    return end - position;
  }

  Tag tag() throws ProtobufException {
    int start = position;
    long value = varint();
    long number = value >>> 3;
    if (number < 1 || number > (1 << 29) - 1) {
      throw new ProtobufException(start, "field number " + number + " is out of range");
    }
    return new Tag((int) number, (int) value & 7);
  }

  long varint() throws ProtobufException {
    int start = position;
    long value = 0;
    for (int shift = 0; shift <= MAX_VARINT_SHIFT; shift += 7) {
      if (position >= end) {
        throw new ProtobufException(start, "truncated integer");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ProtobufException(start, "integer of more than ten bytes");
  }

  long varint(Tag tag) throws ProtobufException {
    require(tag, VARINT);
    return varint();
  }

  double float64(Tag tag) throws ProtobufException {
    require(tag, FIXED64);
    return Double.longBitsToDouble(fixed64());
  }

  long fixed64() throws ProtobufException {
    need(Long.BYTES);
    long value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(position);
    position += Long.BYTES;
    return value;
  }

  /** The bytes of a delimited field, to be read on their own. */
  WireReader message(Tag tag) throws ProtobufException {
    require(tag, DELIMITED);
    int length = length();
    WireReader part = new WireReader(bytes, position, position + length);
    position += length;
    return part;
  }

  byte[] bytes(Tag tag) throws ProtobufException {
    require(tag, DELIMITED);
    int length = length();
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  String string(Tag tag) throws ProtobufException {
    require(tag, DELIMITED);
    int length = length();
    int start = position;
    position += length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtobufException(start, "a string is not UTF-8");
    }
  }

  void skip(Tag tag) throws ProtobufException {
    skip(tag, 0);
  }

  private void skip(Tag tag, int depth) throws ProtobufException {
    switch (tag.wireType()) {
      case VARINT -> varint();
      case FIXED64 -> advance(Long.BYTES);
      case DELIMITED -> advance(length());
      case FIXED32 -> advance(Integer.BYTES);
      case START_GROUP -> skipGroup(tag, depth + 1);
      default -> throw new ProtobufException(position, "wire type " + tag.wireType());
    }
  }

  private void skipGroup(Tag group, int depth) throws ProtobufException {
    if (depth > MAX_GROUP_DEPTH) {
      throw new ProtobufException(position, "groups are nested too deeply");
    }
    while (true) {
      Tag tag = tag();
      if (tag.wireType() == END_GROUP) {
        if (tag.number() != group.number()) {
          throw new ProtobufException(position, "a group ends that was not begun");
        }
        return;
      }
      skip(tag, depth);
    }
  }

  private int length() throws ProtobufException {
    int start = position;
    long length = varint();
    if (length < 0 || length > remaining()) {
      throw new ProtobufException(
          start, "a length of " + Long.toUnsignedString(length) + " bytes goes beyond the end");
    }
    return (int) length;
  }

  private void advance(int count) throws ProtobufException {
    need(count);
    position += count;
  }

  private void need(int count) throws ProtobufException {
    if (count > remaining()) {
      throw new ProtobufException(position, "truncated field");
    }
  }

  private void require(Tag tag, int wireType) throws ProtobufException {
    if (tag.wireType() != wireType) {
      throw new ProtobufException(
          position,
          "field " + tag.number() + " has wire type " + tag.wireType() + " instead of " + wireType);
    }
  }
}
