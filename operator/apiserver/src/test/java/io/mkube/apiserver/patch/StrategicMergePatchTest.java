package io.mkube.apiserver.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategicMergePatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
  private static final GroupVersionKind SERVICE = new GroupVersionKind("", "v1", "Service");
  private static final GroupVersionKind DEPLOYMENT =
      new GroupVersionKind("apps", "v1", "Deployment");

  @Test
  void mergesContainersByNameAndEverythingInThem() throws Exception {
    assertPatched(
        DEPLOYMENT,
        """
        {"spec":{"template":{"spec":{"containers":[
         {"name":"a","image":"a:1","env":[{"name":"X","value":"1"}],"args":["1","2"]},
         {"name":"b","image":"b:1"}]}}}}
        """,
        """
        {"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],
         "containers":[{"name":"a","image":"a:2","env":[{"name":"Y","value":"2"}],"args":["3"]}]}}}}
        """,
        """
        {"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:1"},
         {"name":"a","image":"a:2","env":[{"name":"Y","value":"2"},{"name":"X","value":"1"}],
          "args":["3"]}]}}}}
        """);
  }

  @Test
  void addsElementsAndDeletesThemByDirective() throws Exception {
    assertPatched(
        POD,
        """
        {"spec":{"containers":[{"name":"a"}],"volumes":[{"name":"v","emptyDir":{}},{"name":"w"}]}}
        """,
        """
        {"spec":{"containers":[{"name":"c","image":"c"}],"volumes":[{"name":"v","$patch":"delete"}]}}
        """,
        """
        {"spec":{"containers":[{"name":"c","image":"c"},{"name":"a"}],"volumes":[{"name":"w"}]}}
        """);
  }

  @Test
  void keepsPortsThatShareTheMergeKey() throws Exception {
    assertPatched(
        SERVICE,
        """
        {"spec":{"ports":[{"port":53,"protocol":"TCP","name":"t"},
         {"port":53,"protocol":"UDP","name":"u"}]}}
        """,
        "{\"spec\":{\"ports\":[{\"port\":53,\"targetPort\":5353}]}}",
        """
        {"spec":{"ports":[{"port":53,"protocol":"TCP","name":"t","targetPort":5353},
         {"port":53,"protocol":"UDP","name":"u"}]}}
        """);
  }

  @Test
  void unitesListsOfScalarsAndTakesOutWhatADirectiveNames() throws Exception {
    assertPatched(
        POD,
        "{\"metadata\":{\"finalizers\":[\"a\",\"b\",\"c\"]}}",
        """
        {"metadata":{"$deleteFromPrimitiveList/finalizers":["b"],
         "$setElementOrder/finalizers":["d","c","a"],"finalizers":["d"]}}
        """,
        "{\"metadata\":{\"finalizers\":[\"d\",\"c\",\"a\"]}}");
  }

  @Test
  void deletesFromAListThatThePatchDoesNotName() throws Exception {
    assertPatched(
        POD,
        "{\"metadata\":{\"finalizers\":[\"a\",\"b\"]}}",
        "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"b\"]}}",
        "{\"metadata\":{\"finalizers\":[\"a\"]}}");
  }

  @Test
  void leavesElementsThatTheOrderDoesNotNameInTheServersOrder() throws Exception {
    assertPatched(
        POD,
        """
        {"spec":{"containers":[{"name":"injected-first"},{"name":"a"},{"name":"injected"},
         {"name":"b"}]}}
        """,
        """
        {"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],
         "containers":[{"name":"a","image":"x"}]}}
        """,
        """
        {"spec":{"containers":[{"name":"injected-first"},{"name":"injected"},{"name":"b"},
         {"name":"a","image":"x"}]}}
        """);
  }

  @Test
  void keepsOnlyWhatRetainKeysNames() throws Exception {
    assertPatched(
        DEPLOYMENT,
        """
        {"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}
        """,
        "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}",
        "{\"spec\":{\"strategy\":{\"type\":\"Recreate\"}}}");
  }

  @Test
  void replacesAWholeObjectOrListWhenToldTo() throws Exception {
    assertPatched(
        POD,
        """
        {"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"containers":[{"name":"a"},{"name":"b"}]}}
        """,
        """
        {"metadata":{"labels":{"$patch":"replace","c":"3"}},
         "spec":{"containers":[{"name":"z"},{"$patch":"replace"}]}}
        """,
        """
        {"metadata":{"labels":{"c":"3"}},"spec":{"containers":[{"name":"z"}]}}
        """);
  }

  @Test
  void deletesFromAListBeforeItMergesAndReplacesAllOfIt() throws Exception {
    String before =
        """
        {"spec":{"containers":[{"name":"a","image":"i","tty":true},{"name":"b"}]}}
        """;
    assertPatched(
        POD,
        before,
        """
        {"spec":{"containers":[{"name":"a","image":"j"},{"name":"a","$patch":"delete"}]}}
        """,
        """
        {"spec":{"containers":[{"name":"a","image":"j"},{"name":"b"}]}}
        """);
    assertPatched(
        POD,
        before,
        """
        {"spec":{"containers":[{"name":"b","$patch":"replace","image":"k"},{"image":"n"}]}}
        """,
        """
        {"spec":{"containers":[{"image":"n"}]}}
        """);
  }

  @Test
  void removesWhatIsNullAndReplacesAtomicLists() throws Exception {
    assertPatched(
        POD,
        """
        {"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"tolerations":[{"key":"a"}]}}
        """,
        """
        {"metadata":{"labels":{"a":null}},"spec":{"tolerations":[{"key":"b"}],"nodeName":null}}
        """,
        """
        {"metadata":{"labels":{"b":"2"}},"spec":{"tolerations":[{"key":"b"}]}}
        """);
  }

  @Test
  void mergesConditionsByType() throws Exception {
    assertPatched(
        POD,
        """
        {"status":{"conditions":[{"type":"Ready","status":"False"},{"type":"X","status":"True"}]}}
        """,
        """
        {"status":{"conditions":[{"type":"Ready","status":"True"}]}}
        """,
        """
        {"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"X","status":"True"}]}}
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | MALFORMED | json: cannot unmarshal array into Go value of type"
            + " map[string]interface {}",
        "{\"spec\":{\"$patch\":\"swap\"}} | NOT_STRATEGIC | unknown patch type: swap in map:"
            + " map[$patch:swap]",
        "{\"spec\":{\"$patch\":\"merge\",\"a\":[1,null,{}]}} | NOT_STRATEGIC | unknown patch type:"
            + " merge in map: map[$patch:merge a:[1 <nil> map[]]]",
        "{\"spec\":{\"containers\":[{\"$patch\":\"swap\"}]}} | NOT_STRATEGIC | unknown patch type:"
            + " swap in map: map[$patch:swap]",
        "{\"spec\":{\"$setElementOrder/containers\":[{\"x\":1}],\"containers\":[{\"name\":\"a\"}]}}"
            + " | NOT_STRATEGIC | map: map[x:1] does not contain declared merge key: name",
        "{\"spec\":{\"containers\":[{\"image\":\"x\"}]}} | NOT_STRATEGIC | map: map[image:x] does"
            + " not contain declared merge key: name",
        "{\"spec\":{\"containers\":[{\"name\":\"x\",\"$patch\":\"merge\"}]}} | NOT_STRATEGIC |"
            + " merging lists cannot yet be specified in the patch",
        "{\"spec\":{\"containers\":[\"x\"]}} | MALFORMED | containers is a list of objects",
        "{\"spec\":{\"$retainKeys\":\"a\"}} | MALFORMED | invalid patch format of retainKeys",
        "{\"spec\":{\"$retainKeys\":[\"a\"],\"b\":1}} | NOT_APPLICABLE | patch content doesn't"
            + " match retainKeys list",
        "{\"metadata\":{\"$setElementOrder/finalizers\":1}} | MALFORMED | invalid patch format of"
            + " setElementOrder list",
        "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":1}} | MALFORMED | invalid patch"
            + " format of primitive list",
      })
  void refusesDirectivesOfTheWrongForm(String patch, PatchException.Reason reason, String message) {
    PatchException thrown =
        assertThrows(
            PatchException.class,
            () ->
                StrategicMergePatch.apply(
                    POD, object("{\"spec\":{\"containers\":[]}}"), JSON.readTree(patch)));

    assertEquals(message, thrown.getMessage());
    assertEquals(reason, thrown.reason());
  }

  @Test
  void refusesChangesThatAreNotInTheOrderThatThePatchSays() throws Exception {
    String both =
        """
        {"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],
         "containers":[{"name":"gone","$patch":"delete"},{"name":"%s"},{"name":"%s"}]}}
        """;
    JsonNode wrong = JSON.readTree(both.formatted("a", "b"));
    PatchException thrown =
        assertThrows(
            PatchException.class, () -> StrategicMergePatch.apply(POD, object("{}"), wrong));

    assertEquals(
        """
        The order in patch list:
        [map[$patch:delete name:gone] map[name:a] map[name:b]]
         doesn't match $setElementOrder list:
        [map[name:b] map[name:a]]
        """,
        thrown.getMessage());
    assertPatched(
        POD,
        "{}",
        both.formatted("b", "a"),
        """
        {"spec":{"containers":[{"name":"b"},{"name":"a"}]}}
        """);
  }

  private static void assertPatched(
      GroupVersionKind kind, String object, String patch, String expected) throws Exception {
    ObjectNode before = object(object);
    ObjectNode result = StrategicMergePatch.apply(kind, before, JSON.readTree(patch));

    assertEquals(object(expected).toPrettyString(), result.toPrettyString());
    assertEquals(object(object), before);
  }

  private static ObjectNode object(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json);
  }
}
