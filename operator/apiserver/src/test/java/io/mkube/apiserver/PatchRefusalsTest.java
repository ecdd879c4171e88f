package io.mkube.apiserver;

import static io.mkube.apiserver.ExpectedStatus.assertStatus;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says, to the letter, of patches that cannot be read or do not fit. */
class PatchRefusalsTest extends NamespacedTest {
  private static final String JSON = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String MAP = " into Go value of type map[string]interface {}";

  @BeforeEach
  void makeObject() {
    server.client.resource(configMap("a")).create();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | unexpected end of JSON input",
        "{ | unexpected end of JSON input",
        "{a:1} | invalid character 'a' looking for beginning of object key string",
        "{\"a\":01} | invalid character '1' after object key:value pair",
        "{\"a\":1}x | invalid character 'x' after top-level value",
        "\uFEFF{} | invalid character 'ï' looking for beginning of value",
      })
  void tellsGoProgrammersWhatIsNoJson(String patch, String problem) {
    assertBad(("error decoding patch: " + problem), patch("a", JSON, patch));
    assertBad(("error decoding patch: " + problem), patch("a", MERGE, patch));
    assertBad(problem, patch("a", STRATEGIC, patch));
  }

  @Test
  void namesWhatItFoundInsteadOfAPatch() {
    String prefix = "error decoding patch: json: cannot unmarshal ";
    assertBad(
        (prefix + "object into Go value of type []handlers.jsonPatchOp"), patch("a", JSON, "{}"));
    assertBad(
        (prefix + "number into Go struct field jsonPatchOp.op of type string"),
        patch("a", JSON, "[{\"op\":1,\"path\":\"/a\"}]"));
    assertBad((prefix + "array" + MAP), patch("a", MERGE, "[]"));
    assertBad("Invalid JSON Patch", patch("a", MERGE, "null"));
    assertBad(("json: cannot unmarshal string" + MAP), patch("a", STRATEGIC, "\"x\""));
  }

  @Test
  void keepsTheReasonBackWhenAnOperationCannotBeDone() {
    String message = "the server rejected our request due to an error in our request";
    for (String patch :
        new String[] {
          "[{\"path\":\"/a\"}]",
          "[{\"op\":\"frob\",\"path\":\"/a\"}]",
          "[{\"op\":\"add\"}]",
          "[{\"op\":\"remove\",\"path\":\"/data/none\"}]",
          "[{\"op\":\"test\",\"path\":\"/data/key\",\"value\":\"x\"}]",
          "[{\"op\":\"add\",\"path\":\"/metadata/finalizers/5\",\"value\":\"a.b/c\"}]",
          "[null]",
        }) {
      assertStatus(patch("a", JSON, patch), 422, "Invalid", message, "{}");
    }
    String keys = "{\"metadata\":{\"$retainKeys\":[\"a\"],\"name\":\"a\"}}";
    assertStatus(patch("a", STRATEGIC, keys), 422, "Invalid", message, "{}");
  }

  @Test
  void showsTheStrategicPatchWhoseValuesDoNotFit() {
    String deployments = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    server.post(
        deployments,
        "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},"
            + "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},"
            + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}");

    assertUnfit(
        deployments + "/d",
        "{\"spec\":{\"replicas\":\"two\"}}",
        "map[spec:map[replicas:two]]",
        "unrecognized type: int32");
    assertUnfit(
        deployments + "/d",
        "{\"spec\":{\"replicas\":2.5}}",
        "map[spec:map[replicas:2.5]]",
        "cannot convert float64 to int32");
    assertUnfit(
        configMaps + "/a",
        "{\"data\":{\"k\":1}}",
        "map[data:map[k:1]]",
        "cannot convert int64 to string");
    assertUnfit(
        configMaps + "/a", "{\"data\":[]}", "map[data:[]]", "cannot restore map from slice");
    assertUnfit(
        configMaps + "/a",
        "{\"metadata\":true}",
        "map[metadata:true]",
        "cannot restore struct from: bool");
  }

  @Test
  void hasNoReasonForDirectivesThatAreNone() {
    TestServer.Reply reply = patch("a", STRATEGIC, "{\"data\":{\"$patch\":\"swap\"}}");

    assertStatus(reply, 500, "", "unknown patch type: swap in map: map[$patch:swap]", null);
  }

  @Test
  void takesPatchesThatChangeNothing() {
    String before = server.get(configMaps + "/a").text();

    assertEquals(before, patch("a", JSON, "null").text());
    assertEquals(before, patch("a", STRATEGIC, "null").text());
    assertEquals(before, patch("a", STRATEGIC, "{\"kind\":\"Pod\",\"apiVersion\":\"v9\"}").text());
  }

  @Test
  void refusesToMakeAnotherKindOfIt() {
    TestServer.Reply unknown = patch("a", MERGE, "{\"kind\":\"Foo\"}");
    TestServer.Reply other = patch("a", MERGE, "{\"kind\":\"Pod\"}");

    assertEquals(422, unknown.status());
    assertEquals("patch", unknown.at("/details/causes/0/field"));
    assertEquals(
        "no kind \"Foo\" is registered for version \"v1\" in scheme"
            + " \"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30\"",
        afterTheObject(unknown));
    assertEquals(
        "converting (v1.Pod) to (core.ConfigMap): unknown conversion", afterTheObject(other));
  }

  @Test
  void warnsOfWhatAPatchSaysTwiceOrInVain() {
    String operation = "{\"op\":\"test\",\"path\":\"/data/key\",\"value\":\"value\",\"vlaue\":1}";

    assertEquals(
        "299 - \"json patch unknown field \\\"[0].vlaue\\\"\"",
        patch("a", JSON, "[" + operation + "]").header("Warning"));
    assertEquals(
        "299 - \"duplicate field \\\"data.k\\\"\"",
        patch("a", MERGE, "{\"data\":{\"k\":\"1\",\"k\":\"2\"}}").header("Warning"));
    assertEquals(
        "strict decoding error: json patch unknown field \"[0].vlaue\"",
        afterTheObject(patch("a?fieldValidation=Strict", JSON, "[" + operation + "]")));
    assertEquals(
        " \"\" is invalid: patch: Invalid value: \"map[data:map[k:2]]\": strict decoding error:"
            + " duplicate field \"data.k\"",
        patch("a?fieldValidation=Strict", STRATEGIC, "{\"data\":{\"k\":\"1\",\"k\":\"2\"}}")
            .at("/message"));
  }

  private static String afterTheObject(TestServer.Reply reply) {
    String message = reply.at("/message");
    return message.substring(message.lastIndexOf("}\": ") + 4);
  }

  @Test
  void takesWholeFloatsWhereMapsAreConverted() {
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    server.post(
        pods,
        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    String patch = "{\"spec\":{\"activeDeadlineSeconds\":60.0}}";
    String applied =
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {activeDeadlineSeconds: 50.0}}";

    assertEquals(422, server.send("PATCH", pods + "/p", MERGE, patch).status());
    JsonNode patched = server.send("PATCH", pods + "/p", STRATEGIC, patch).json();
    assertEquals("60", patched.at("/spec/activeDeadlineSeconds").toString());
    JsonNode merged =
        server
            .send(
                "PATCH",
                pods + "/p?fieldManager=m&force=true",
                "application/apply-patch+yaml",
                applied)
            .json();
    assertEquals("50", merged.at("/spec/activeDeadlineSeconds").toString());
  }

  private static void assertUnfit(String path, String patch, String shown, String problem) {
    String text = "Invalid value: \"" + shown + "\": " + problem;
    assertStatus(
        server.send("PATCH", path, STRATEGIC, patch),
        422,
        "Invalid",
        " \"\" is invalid: patch: " + text,
        "{'causes':[{'reason':'FieldValueInvalid','message':'%s','field':'patch'}]}"
            .formatted(text.replace("\"", "\\'")));
  }

  private static void assertBad(String message, TestServer.Reply reply) {
    assertStatus(reply, 400, "BadRequest", message, null);
  }
}
