package io.mkube.conformance.kubectl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** An answer in protobuf, which kubectl's log shows as a dump of its bytes. */
final class BodyDump {
  private static final String BEGINNING = "00000000  6b 38 73 00";
  private static final int OFFSET_DIGITS = 8;
  private static final int MAGIC = 4;

  private BodyDump() {}

  /** Whether a block of the log is such a dump. */
  static boolean is(String block) {
    return block.startsWith(BEGINNING);
  }

  /** The JSON form of the Status; {@code {}} if the answer is another object. */
  static String status(String block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : block.lines().toList()) {
      int end = line.indexOf('|');
      if (end > 0) {
        String digits = line.substring(OFFSET_DIGITS, end).replace(" ", "");
        bytes.writeBytes(HexFormat.of().parseHex(digits));
      }
    }
    byte[] body = bytes.toByteArray();
    try {
      var envelope = Runtime.Unknown.parseFrom(Arrays.copyOfRange(body, MAGIC, body.length));
      return envelope.getTypeMeta().getKind().equals("Status")
          ? json(Meta.Status.parseFrom(envelope.getRaw())).toString()
          : "{}";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(block, e);
    }
  }

  private static ObjectNode json(Meta.Status status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "Status").put("status", status.getStatus()).put("code", status.getCode());
    json.put("reason", status.getReason()).put("message", status.getMessage());
    ObjectNode details = json.putObject("details");
    details.put("group", status.getDetails().getGroup());
    details.put("kind", status.getDetails().getKind());
    details.put("name", status.getDetails().getName());
    var causes = details.putArray("causes");
    for (Meta.StatusCause cause : status.getDetails().getCausesList()) {
      causes.addObject().put("reason", cause.getReason()).put("field", cause.getField());
    }
    return json;
  }
}
