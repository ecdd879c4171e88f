package io.mkube.routeros.microdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void readsTheTypesThatItKnows() throws Exception {
    assertEquals(new RecordData.A("192.0.2.10"), read("{\"type\":\"A\",\"data\":\"192.0.2.10\"}"));
    assertEquals(
        new RecordData.Aaaa("2001:db8::10"),
        read("{\"type\":\"AAAA\",\"data\":\"2001:DB8:0::10\"}"));
    assertEquals(new RecordData.Txt("v=1"), read("{\"type\":\"TXT\",\"data\":\"v=1\"}"));
    assertEquals(new RecordData.A("192.0.2.10"), read("{\"type\":\"a\",\"data\":\"192.0.2.10\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"CNAME\",\"data\":\"web.lab.example\"}",
        "{\"type\":\"NS\",\"data\":\"ns1.lab.example\"}",
        "{\"type\":\"PTR\",\"data\":\"web.lab.example.\"}",
        "{\"type\":\"MX\",\"data\":{\"preference\":10,\"exchange\":\"mail.lab.example\"}}",
        "{\"type\":\"SRV\",\"data\":{\"priority\":0,\"weight\":5,\"port\":6443,\"target\":\"x\"}}",
        "{\"type\":\"CAA\",\"data\":{\"flags\":0,\"tag\":\"issue\",\"value\":\"ca.example\"}}",
        "{\"type\":\"HTTPS\",\"data\":[1,\"x\",null]}",
        "{\"type\":\"A\",\"data\":{\"address\":\"192.0.2.10\"}}",
        "{\"type\":\"A\",\"data\":\"192.0.2.10\"}",
        "{\"type\":\"TXT\",\"data\":\"\"}"
      })
  void writesBackWhatItRead(String json) throws Exception {
    assertEquals(JSON.readTree(json), RecordJson.write(read(json)));
  }

  @Test
  void readsEqualPayloadsAlikeWhateverTheirOrder() throws Exception {
    assertEquals(
        read("{\"type\":\"MX\",\"data\":{\"preference\":10,\"exchange\":\"mail\"}}"),
        read("{\"data\":{\"exchange\":\"mail\",\"preference\":10},\"type\":\"MX\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"type\":\"A\"}", "{\"data\":\"x\"}", "\"A\"", "null"})
  void refusesDataWithoutTypeOrPayload(String json) {
    assertThrows(IllegalArgumentException.class, () -> read(json));
  }

  @Test
  void refusesToWriteAPayloadThatIsNoJson() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RecordJson.write(new RecordData.Other("MX", "{broken")));
  }

  private static RecordData read(String json) throws JsonProcessingException {
    return RecordJson.read(JSON.readTree(json));
  }
}
