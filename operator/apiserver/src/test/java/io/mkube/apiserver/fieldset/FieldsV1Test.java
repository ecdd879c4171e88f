package io.mkube.apiserver.fieldset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsV1Test {
  @Test
  void ordersFieldsThenKeysThenValuesThenIndexes() throws Exception {
    assertEquals(
        "{\"f:a\":{},\"f:b\":{\".\":{},\"f:c\":{}},\"k:{\\\"port\\\":9}\":{},"
            + "\"k:{\\\"port\\\":80}\":{},\"v:2\":{},\"v:10\":{},\"v:\\\"x\\\":{},\"v:true\":{},"
                .replace("\\\"x\\\":", "\\\"x\\\"\":")
            + "\"i:2\":{},\"i:10\":{}}",
        normal(
            "{'i:10':{},'v:true':{},'v:\\'x\\'':{},'i:2':{},'v:10':{},'k:{\\'port\\':80}':{},"
                + "'f:b':{'f:c':{},'.':{}},'f:a':{},'k:{\\'port\\':9}':{},'v:2':{}}"));
  }

  @Test
  void bringsKeysIntoOneForm() throws Exception {
    assertEquals(
        "{\"k:{\\\"a\\\":1,\\\"b\\\":\\\"x\\\"}\":{}}",
        normal("{'k:{ \\'b\\': \\'x\\', \\'a\\' : 1.0 }':{'.':{}}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x:a\":{}}",
        "{\"a\":{}}",
        "{\"k:[]\":{}}",
        "{\"k:{\":{}}",
        "{\"v:\":{}}",
        "{\"i:x\":{}}",
        "{\"f:a\":1}",
        "{\"f:a\":[{}]}",
        "[]",
        "1"
      })
  void refusesWhatIsNoFieldSet(String json) throws Exception {
    JsonNode node = Json.MAPPER.readTree(json);
    assertThrows(IllegalArgumentException.class, () -> FieldsV1.decode(node));
  }

  private static String normal(String json) throws Exception {
    return FieldsV1.encode(
            FieldsV1.decode(Json.MAPPER.readTree(json.replace("\\'", "\\\"").replace('\'', '"'))))
        .toString();
  }
}
