package io.mkube.apiserver.protobuf;

/**
 * What stands around every message: four magic bytes and {@code runtime.Unknown}, which tells the
 * kind.
 */
final class Envelope {
  static final byte[] MAGIC = {'k', '8', 's', 0};
  static final int TYPE_META = 1;
  static final int RAW = 2;
  static final int CONTENT_ENCODING = 3;
  static final int CONTENT_TYPE = 4;
  static final int API_VERSION = 1;
  static final int KIND = 2;

  private Envelope() {}

  /** Writes what stands behind the message. */
  static void writeEnd(BackwardWriter out) {
    out.stringField(CONTENT_TYPE, "");
    out.stringField(CONTENT_ENCODING, "");
  }

  /** Writes what stands before a message of {@code length} bytes. */
  static void writeStart(BackwardWriter out, long length, String apiVersion, String kind) {
    out.varint(length);
    out.tag(RAW, WireReader.DELIMITED);
    int before = out.size();
    out.stringField(KIND, kind);
    out.stringField(API_VERSION, apiVersion);
    out.delimit(TYPE_META, before);
    out.raw(MAGIC);
  }
}
