package io.mkube.apiserver.protobuf;

/** A body that is not a well-formed protobuf message of a known kind; a 400 answer. */
public final class ProtobufException extends Exception {
  private static final long serialVersionUID = 1;

  private final int offset;

  ProtobufException(int offset, String message) {
    super(message + " (at byte " + offset + ")");
    this.offset = offset;
  }

  /** A body that is something else from its first byte on. */
  ProtobufException(String message) {
    super(message);
    this.offset = 0;
  }

  /** Where in the body reading stopped, counted from its first byte. */
  public int offset() {
    return offset;
  }
}
