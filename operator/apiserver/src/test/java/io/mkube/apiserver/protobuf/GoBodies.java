package io.mkube.apiserver.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Runtime;

/** Bodies as Go programs write them, made by the classes that protoc generates. */
final class GoBodies {
  private GoBodies() {}

  static byte[] body(String apiVersion, String kind, Message message) {
    return envelope(apiVersion, kind, message.toByteArray());
  }

  static byte[] envelope(String apiVersion, String kind, byte[] raw) {
    byte[] unknown =
        Runtime.Unknown.newBuilder()
            .setTypeMeta(Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(ByteString.copyFrom(raw))
            .setContentEncoding("")
            .setContentType("")
            .build()
            .toByteArray();
    byte[] body = new byte[unknown.length + 4];
    body[0] = 'k';
    body[1] = '8';
    body[2] = 's';
    System.arraycopy(unknown, 0, body, 4, unknown.length);
    return body;
  }
}
