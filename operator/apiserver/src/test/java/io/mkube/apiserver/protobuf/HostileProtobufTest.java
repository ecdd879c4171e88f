package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are cut, lie about lengths or nest without end. */
final class HostileProtobufTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "k8s", "{\"kind\":\"Pod\"}"})
  void refusesABodyWithoutMagic(String text) {
    var thrown =
        assertThrows(
            ProtobufException.class,
            () -> ProtobufBodies.decode(text.getBytes(StandardCharsets.UTF_8)));
    assertEquals(0, thrown.offset());
  }

  @Test
  void refusesAnUnknownKindByName() {
    assertRefused(GoBodies.envelope("example.com/v1", "Widget", new byte[0]), "Widget");
  }

  @Test
  void refusesEveryPrefixThatCutsAFieldAndNeverCrashes() throws Exception {
    byte[] whole =
        GoBodies.body(
            "v1",
            "ConfigMap",
            V1.ConfigMap.newBuilder()
                .setMetadata(Meta.ObjectMeta.newBuilder().setName("a"))
                .putData("k", "v")
                .build());
    int refused = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        ProtobufBodies.decode(part);
      } catch (ProtobufException e) {
        refused++;
        assertTrue(e.offset() <= length, () -> "at " + e.offset());
      }
    }
    assertTrue(refused > whole.length - 5, "refused " + refused + " of " + whole.length);
  }

  @Test
  void refusesALengthBeyondTheEndWithoutAllocatingIt() {
    byte[] raw = {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
    assertRefused(GoBodies.envelope("v1", "Pod", raw), "2147483647 bytes");
  }

  @Test
  void refusesMessagesNestedTooDeeply() throws Exception {
    ByteString bytes = ByteString.EMPTY;
    for (int i = 0; i < 400; i++) {
      bytes = wrap(28, bytes);
    }
    byte[] crd = wrap(2, wrap(7, wrap(4, wrap(1, bytes)))).toByteArray();

    assertRefused(
        GoBodies.envelope("apiextensions.k8s.io/v1", "CustomResourceDefinition", crd),
        "nested too deeply");
  }

  @Test
  void refusesMoreValuesThanAnObjectCanHave() throws Exception {
    byte[] containers = new byte[2 * 600_000];
    for (int i = 0; i < containers.length; i += 2) {
      containers[i] = 0x12;
    }

    assertRefused(
        GoBodies.envelope("v1", "Pod", wrap(2, ByteString.copyFrom(containers)).toByteArray()),
        "more than 500000 values");
  }

  @Test
  void refusesStringsThatAreNotUtf8() throws Exception {
    ByteString name = ByteString.copyFrom(new byte[] {(byte) 0xc3});

    assertRefused(
        GoBodies.envelope("v1", "Pod", wrap(1, wrap(1, name)).toByteArray()), "not UTF-8");
  }

  private ByteString wrap(int number, ByteString content) throws IOException {
    ByteString.Output output = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(output);
    out.writeBytes(number, content);
    out.flush();
    return output.toByteString();
  }

  private void assertRefused(byte[] body, String text) {
    var thrown = assertThrows(ProtobufException.class, () -> ProtobufBodies.decode(body));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(text), message);
  }
}
