package io.mkube.apiserver.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who owns what after which writes. */
class FieldOwnershipTest {
  private static final String SCHEMA =
      """
      type: object
      properties:
        number: {type: integer}
        text: {type: string}
        port: {x-kubernetes-int-or-string: true}
        struct:
          type: object
          properties: {a: {type: integer}, b: {type: integer}}
        map: {type: object, additionalProperties: {type: string}}
        whole: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}
        list: {type: array, items: {type: integer}}
        set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
        items:
          type: array
          x-kubernetes-list-type: map
          x-kubernetes-list-map-keys: [port, protocol]
          items:
            type: object
            required: [port]
            properties:
              port: {type: integer}
              protocol: {type: string, default: TCP}
              name: {type: string}
              more: {type: object, properties: {x: {type: integer}}}
        free: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private final Scene scene = Scene.ofSchema(SCHEMA);

  @Test
  void ownsLeavesAndElementsOfWhatIsApplied() throws Exception {
    scene.apply(
        "a",
        """
        {number: 1, struct: {a: 1}, map: {k: v}, whole: {k: v}, list: [1, 2], set: [x, y],
         items: [{port: 1, name: n}], free: {deep: {er: 1}, list: [1]}, port: http}\
        """);
    assertEquals(
        ".free.deep .free.deep.er .free.list .items[port=1,protocol=\"TCP\"]"
            + " .items[port=1,protocol=\"TCP\"].name .items[port=1,protocol=\"TCP\"].port .list"
            + " .map.k .number .port .set[=\"x\"] .set[=\"y\"] .struct.a .whole",
        scene.owned("a"));
  }

  @Test
  void ownsEmptyObjectsButNotEmptyKeyedLists() throws Exception {
    scene.apply("a", "{struct: {}, map: {}, list: [], set: [], items: [], text: null}");
    assertEquals(".list .map .struct .text", scene.owned("a"));
  }

  @Test
  void ownsContainersOfWhatIsCreated() {
    scene.update("a", "{number: 1, struct: {a: 1}, items: [{port: 1}], whole: {k: v}}");
    assertEquals(
        " .items .items[port=1,protocol=\"TCP\"] .items[port=1,protocol=\"TCP\"].port .number"
            + " .struct .struct.a .whole",
        scene.owned("a"));
  }

  @Test
  void movesWhatAnotherUpdates() {
    scene.update("a", "{number: 1, map: {k: v, l: v}}").update("b", "{number: 2, map: {l: w}}");
    assertEquals(" .map", scene.owned("a"));
    assertEquals(".map.l .number", scene.owned("b"));
  }

  @Test
  void keepsAndExtendsItsOwnUpdates() {
    scene.update("a", "{number: 1}").update("a", "{number: 1, text: x}");
    assertEquals(" .number .text", scene.owned("a"));
    assertEquals("a@2030-01-01T00:00:02Z", scene.managers());
    scene.update("a", "{number: 1}");
    assertEquals(" .number", scene.owned("a"));
    assertEquals("a@2030-01-01T00:00:02Z", scene.managers(), "a removal takes no fields");
  }

  @Test
  void appliesOverUpdatesWithoutConflictWhereValuesAgree() throws Exception {
    scene.update("u", "{number: 1, text: x}").apply("a", "{number: 1}");
    assertEquals(" .number .text", scene.owned("u"));
    assertEquals(".number", scene.owned("a"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"u\" using example.com/v1: .spec.number",
        scene.conflictOf("a", "{number: 2}"));
  }

  @Test
  void nobodyOwnsDefaults() throws Exception {
    scene.apply("a", "{number: 1}").set("{number: 1, text: default}");
    assertEquals("none", scene.conflictOf("b", "{text: mine}"));
    assertEquals("{\"number\":1,\"text\":\"mine\"}", scene.spec());
  }

  @Test
  void removesContainersWithTheirLastField() throws Exception {
    scene.apply("a", "{number: 1, struct: {a: 1, b: 2}, map: {k: v}, items: [{port: 1}]}");
    scene.apply("a", "{number: 1, struct: {b: 2}}");
    assertEquals("{\"number\":1,\"struct\":{\"b\":2}}", scene.spec());
    scene.apply("a", "{number: 1}");
    assertEquals("{\"number\":1}", scene.spec());
  }

  @Test
  void keepsWhatOthersOwnInAListElement() throws Exception {
    scene
        .apply("a", "{items: [{port: 1, name: n}, {port: 2}]}")
        .apply("b", "{items: [{port: 1, more: {x: 1}}]}")
        .apply("a", "{items: [{port: 2}]}");
    assertEquals("{\"items\":[{\"port\":1,\"more\":{\"x\":1}},{\"port\":2}]}", scene.spec());
    scene.apply("b", "{number: 1}");
    assertEquals("{\"items\":[{\"port\":2}],\"number\":1}", scene.spec());
  }

  @Test
  void removesDefaultsTogetherWithTheElementTheyAreIn() throws Exception {
    scene
        .apply("a", "{items: [{port: 1}, {port: 2}]}")
        .set("{items: [{port: 1, protocol: TCP, name: default}, {port: 2, protocol: TCP}]}")
        .apply("a", "{items: [{port: 2}]}");
    assertEquals("{\"items\":[{\"port\":2,\"protocol\":\"TCP\"}]}", scene.spec());
  }

  @Test
  void ordersListsLikeTheConfigurationAndKeepsTheRestInPlace() throws Exception {
    scene.apply("a", "{set: [a, b, c, d]}").apply("b", "{set: [x, d, b]}");
    assertEquals("{\"set\":[\"a\",\"c\",\"x\",\"d\",\"b\"]}", scene.spec());
  }

  @Test
  void takesAtomicValuesAsAWhole() throws Exception {
    scene.apply("a", "{whole: {k: v}, list: [1]}");
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.list\n- .spec.whole",
        scene.conflictOf("b", "{whole: {l: w}, list: [1, 2]}"));
    scene.force("b", "{whole: {l: w}, list: [1, 2]}");
    assertEquals("{\"whole\":{\"l\":\"w\"},\"list\":[1,2]}", scene.spec());
    assertEquals("", scene.owned("a"));
  }

  @Test
  void forcesOnlyWhatIsInConflict() throws Exception {
    scene.apply("a", "{number: 1, text: x}").force("b", "{number: 2}");
    assertEquals(".text", scene.owned("a"));
    assertEquals("none", scene.conflictOf("a", "{text: x}"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"b\": .spec.number",
        scene.conflictOf("a", "{number: 1, text: x}"));
  }

  @Test
  void keepsTheTimeOfAnApplyThatChangesNothing() throws Exception {
    scene.apply("a", "{number: 1}").apply("a", "{number: 1}");
    assertEquals("a@2030-01-01T00:00:01Z", scene.managers());
    scene.apply("a", "{number: 2}");
    assertEquals("a@2030-01-01T00:00:03Z", scene.managers());
  }

  @Test
  void givesAnUntrackedObjectToWhoWasBefore() throws Exception {
    scene
        .update("u", "{number: 1, text: x}")
        .object()
        .withObject("/metadata")
        .remove("managedFields");
    scene.apply("a", "{number: 1}");
    assertEquals(" .number .text", scene.owned("before-first-apply"));
    scene.object().withObject("/metadata").remove("managedFields");
    scene.update("u", "{number: 7}");
    assertEquals("", scene.managers(), "updates alone do not begin to track");
  }

  @Test
  void mergesTheOldestOfMoreThanTenUpdaters() {
    List<String> fields = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      fields.add("k" + i + ": v");
      scene.update("u" + i, "{map: {" + String.join(", ", fields) + "}}");
    }
    assertEquals(10, scene.managers().split(" ", -1).length);
    assertEquals("ancient-changes@2030-01-01T00:00:03Z", scene.managers().split(" ", -1)[0]);
    assertEquals(" .map .map.k1 .map.k2 .map.k3", scene.owned("ancient-changes"));
  }

  @Test
  void followsASchemaThatHasBecomeAtomic() throws Exception {
    scene.apply("a", "{struct: {a: 1, b: 2}, map: {k: v}}");
    Scene later =
        scene.underSchema(
            SCHEMA.replace(
                "struct:\n    type: object",
                "struct:\n    type: object\n    x-kubernetes-map-type: atomic"));
    later.apply("b", "{number: 1}");
    assertEquals(".map.k .struct", later.owned("a"));
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"a\": .spec.struct",
        later.conflictOf("b", "{struct: {a: 2}}"));
  }

  @Test
  void ownsPartsOfWhatHasBecomeGranularWhenItIsAppliedAgain() throws Exception {
    scene.apply("a", "{whole: {k: v}}");
    Scene later = scene.underSchema(SCHEMA.replace("x-kubernetes-map-type: atomic, ", ""));
    later.apply("a", "{whole: {k: w}}");
    assertEquals("{\"whole\":{\"k\":\"w\"}}", later.spec());
    assertEquals(".whole.k", later.owned("a"));
  }

  @Test
  void understandsEntriesOfOtherVersionsAndDropsThoseOfUnknownOnes() throws Exception {
    scene.apply("a", "{number: 1, text: x}").entriesInVersion("example.com/v2");
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"a\": .spec.number",
        scene.conflictOf("b", "{number: 2}"));
    scene.apply("a", "{text: x}");
    assertEquals("{\"text\":\"x\"}", scene.spec());
    scene.entriesInVersion("gone/v1");
    assertEquals("none", scene.conflictOf("b", "{text: y}"));
  }

  @Test
  void toleratesStoredDuplicatesAndOwnsThemAsOne() throws Exception {
    scene.update("u", "{set: [a, a, b]}").apply("a", "{set: [b]}");
    assertEquals("{\"set\":[\"a\",\"a\",\"b\"]}", scene.spec());
    scene.update("v", "{set: [a, b]}");
    assertEquals(".set[=\"a\"]", scene.owned("v"));
  }

  @Test
  void saysWhatDoesNotFitTheSchema() throws Exception {
    assertEquals(".spec.other: field not declared in schema", scene.errorOf("a", "{other: 1}"));
    assertEquals(
        ".spec.text: expected string, got &value.valueUnstructured{Value:1}",
        scene.errorOf("a", "{text: 1}"));
    assertEquals(
        ".spec.number: expected numeric (int or float), got string",
        scene.errorOf("a", "{number: x}"));
    assertEquals(".spec.struct: expected map, got &{x}", scene.errorOf("a", "{struct: x}"));
    assertEquals(".spec.list: expected list, got &{1}", scene.errorOf("a", "{list: 1}"));
    assertEquals(
        ".spec.set: duplicate entries for key [=\"a\"]", scene.errorOf("a", "{set: [a, a]}"));
    assertEquals(
        ".spec.items: element 0: associative list with keys has an element that omits key field"
            + " \"port\" (and doesn't have default value)",
        scene.errorOf("a", "{items: [{name: n}]}"));
    assertEquals(
        "errors:\n  .spec.items[port=1,protocol=\"UDP\"].x: field not declared in schema\n"
            + "  .spec.y: field not declared in schema",
        scene.errorOf("a", "{items: [{port: 1, protocol: UDP, x: 1}], y: 1}"));
  }
}
