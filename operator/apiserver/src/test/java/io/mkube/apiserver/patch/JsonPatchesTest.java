package io.mkube.apiserver.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.patch.PatchException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of RFC 6902 appendix A, RFC 7386 appendix A, and what kube-apiserver does instead. */
final class JsonPatchesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"q\"}] |"
            + " {\"foo\":\"bar\",\"baz\":\"q\"}",
        "{\"foo\":[\"a\",\"b\"]} | [{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"x\"}] |"
            + " {\"foo\":[\"a\",\"x\",\"b\"]}",
        "{\"foo\":[\"a\"]} | [{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"x\"]}] |"
            + " {\"foo\":[\"a\",[\"x\"]]}",
        "{\"a\":1,\"b\":2} | [{\"op\":\"remove\",\"path\":\"/a\"}] | {\"b\":2}",
        "{\"a\":[1,2,3]} | [{\"op\":\"remove\",\"path\":\"/a/1\"}] | {\"a\":[1,3]}",
        "{\"a\":1} | [{\"op\":\"replace\",\"path\":\"/a\",\"value\":null}] | {\"a\":null}",
        "{\"a\":{\"b\":1},\"c\":{}} | [{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/c/d\"}] |"
            + " {\"a\":{},\"c\":{\"d\":1}}",
        "{\"a\":[1,2,3]} | [{\"op\":\"move\",\"from\":\"/a/0\",\"path\":\"/a/2\"}] |"
            + " {\"a\":[2,3,1]}",
        "{\"a\":{\"b\":1}} | [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/c\"}] |"
            + " {\"a\":{\"b\":1},\"c\":{\"b\":1}}",
        "{\"a~/b\":1} | [{\"op\":\"replace\",\"path\":\"/a~0~1b\",\"value\":2}] | {\"a~/b\":2}",
        "{\"a\":1} | [{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0}] | {\"a\":1}",
        "{\"a\":1} | [{\"op\":\"test\",\"path\":\"/b\",\"value\":null}] | {\"a\":1}",
        "{\"a\":1} | [{\"op\":\"replace\",\"path\":\"\",\"value\":{\"b\":2}}] | {\"b\":2}",
        "{\"a\":1} | [{\"op\":\"replace\",\"path\":\"/x\",\"value\":2}] | {\"a\":1,\"x\":2}",
        "{\"a\":1} | [{\"op\":\"add\",\"path\":\"/x\"}] | {\"a\":1,\"x\":null}",
        "{\"a\":1} | [{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/y\"}] | {\"a\":1,\"y\":null}",
        "{\"a\":1} | [{\"op\":\"add\",\"path\":\"x/b\",\"value\":2}] | {\"a\":1,\"b\":2}",
        "{\"l\":[1,2]} | [{\"op\":\"add\",\"path\":\"/l/01\",\"value\":3}] | {\"l\":[1,3,2]}",
        "{\"l\":[1,2]} | [{\"op\":\"add\",\"path\":\"/l/-1\",\"value\":3}] | {\"l\":[1,2,3]}",
        "{\"l\":[1,2]} | [{\"op\":\"remove\",\"path\":\"/l/-1\"}] | {\"l\":[1]}",
        "{\"l\":[1,2]} | [{\"op\":\"replace\",\"path\":\"/l/-2\",\"value\":3}] | {\"l\":[3,2]}",
        "{\"a\":1} | null | {\"a\":1}",
        "{\"a\":1} | [] | {\"a\":1}",
      })
  void applies(String object, String patch, String expected) throws Exception {
    ObjectNode before = object(object);

    assertEquals(object(expected), JsonPatches.apply(before, JSON.readTree(patch)));
    assertEquals(object(object), before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | MALFORMED | error decoding patch: json: cannot unmarshal object into Go value of type"
            + " []handlers.jsonPatchOp",
        "\"x\" | MALFORMED | error decoding patch: json: cannot unmarshal string into Go value of"
            + " type []handlers.jsonPatchOp",
        "[1] | MALFORMED | error decoding patch: json: cannot unmarshal number into Go value of"
            + " type handlers.jsonPatchOp",
        "[{\"op\":true}] | MALFORMED | error decoding patch: json: cannot unmarshal bool into Go"
            + " struct field jsonPatchOp.op of type string",
        "[{\"op\":\"add\",\"path\":[]}] | MALFORMED | error decoding patch: json: cannot unmarshal"
            + " array into Go struct field jsonPatchOp.path of type string",
        "[null] | NOT_APPLICABLE | " + "Unexpected kind: unknown",
        "[{\"op\":\"frob\",\"path\":\"/a\"}] | NOT_APPLICABLE | " + "Unexpected kind: frob",
        "[{\"op\":\"add\"}] | NOT_APPLICABLE | "
            + "add operation failed to decode path: missing value",
        "[{\"op\":\"copy\",\"path\":\"/b\"}] | NOT_APPLICABLE | "
            + "copy operation failed to decode from: missing value",
        "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}] | NOT_APPLICABLE | "
            + "add operation does not apply: doc is missing path: a: missing value",
        "[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}] | NOT_APPLICABLE | "
            + "testing value /a failed: test failed",
        "[{\"op\":\"test\",\"path\":\"/a\"}] | NOT_APPLICABLE | "
            + "testing value /a failed: test failed",
        "[{\"op\":\"remove\",\"path\":\"/x\"}] | NOT_APPLICABLE | "
            + "remove operation does not apply: doc is missing path: /x: missing value",
        "[{\"op\":\"move\",\"from\":\"/x\",\"path\":\"/y\"}] | NOT_APPLICABLE | "
            + "move operation does not apply: doc is missing path: /x: missing value",
        "[{\"op\":\"replace\",\"path\":\"/x/y\",\"value\":1}] | NOT_APPLICABLE | "
            + "replace operation does not apply: doc is missing path: /x/y: missing value",
        "[{\"op\":\"add\",\"path\":\"/x/y\",\"value\":1}] | NOT_APPLICABLE | "
            + "add operation does not apply: doc is missing path: /x/y: missing value",
        "[{\"op\":\"add\",\"path\":\"/a/y\",\"value\":1}] | NOT_APPLICABLE | "
            + "add operation does not apply: doc is missing path: /a/y: missing value",
        "[{\"op\":\"add\",\"path\":\"/l/9\",\"value\":1}] | NOT_APPLICABLE | "
            + "Unable to access invalid index: 9: invalid index referenced",
        "[{\"op\":\"remove\",\"path\":\"/l/-2\"}] | NOT_APPLICABLE | "
            + "Unable to access invalid index: -2: invalid index referenced",
        "[{\"op\":\"remove\",\"path\":\"/l/-\"}] | NOT_APPLICABLE | "
            + "\"-\" is not an array index",
        "[{\"op\":\"move\",\"from\":\"/l\",\"path\":\"/l/0\"}] | NOT_APPLICABLE | "
            + "add operation does not apply: doc is missing path: /l/0: missing value",
        "[{\"op\":\"remove\",\"path\":\"\"}] | NOT_APPLICABLE | "
            + "remove operation does not apply: doc is missing path: : missing value",
        "[{\"op\":\"replace\",\"path\":\"\",\"value\":1}] | NOT_APPLICABLE | "
            + "the patched document is not an object",
      })
  void refuses(String patch, Reason reason, String message) {
    PatchException thrown =
        assertThrows(
            PatchException.class,
            () -> JsonPatches.apply(object("{\"a\":1,\"l\":[1]}"), JSON.readTree(patch)));

    assertEquals(message, thrown.getMessage());
    assertEquals(reason, thrown.reason());
  }

  @Test
  void refusesMoreOperationsThanKubernetesTakes() {
    ArrayNode patch = JSON.createArrayNode();
    for (int i = 0; i <= JsonPatches.MAX_OPERATIONS; i++) {
      patch.addObject().put("op", "add").put("path", "/a").put("value", i);
    }

    PatchException thrown =
        assertThrows(PatchException.class, () -> JsonPatches.apply(object("{}"), patch));

    assertEquals(Reason.TOO_LARGE, thrown.reason());
    assertEquals(413, thrown.reason().httpStatus());
  }

  @Test
  void refusesCopiesThatGrowWithoutBound() {
    ArrayNode patch = JSON.createArrayNode();
    for (int i = 0; i < 40; i++) {
      patch.addObject().put("op", "copy").put("from", "/a").put("path", "/a/-");
    }

    PatchException thrown =
        assertThrows(PatchException.class, () -> JsonPatches.apply(object("{\"a\":[1]}"), patch));

    assertEquals(Reason.TOO_LARGE, thrown.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"} | {\"a\":null} | {}",
        "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
        "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
        "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
      })
  void mergesByRfc7386(String object, String patch, String expected) throws Exception {
    assertEquals(object(expected), MergePatch.apply(object(object), JSON.readTree(patch)));
  }

  private static ObjectNode object(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json);
  }
}
