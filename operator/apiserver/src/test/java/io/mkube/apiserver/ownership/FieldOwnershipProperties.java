package io.mkube.apiserver.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of applying, over config maps whose keys stand for any field. */
class FieldOwnershipProperties {
  @Property(tries = 200)
  void applyingTwiceIsApplyingOnce(
      @ForAll("data") Map<String, String> before, @ForAll("data") Map<String, String> config)
      throws Exception {
    Scene scene = scene().update("u", text(before)).force("a", text(config));
    String after = scene.object().toString();
    scene.apply("a", text(config));
    assertEquals(after, scene.object().toString());
  }

  @Property(tries = 200)
  void whatIsNoLongerSaidGoesExactlyIfNobodyElseOwnsIt(
      @ForAll("data") Map<String, String> first,
      @ForAll("data") Map<String, String> other,
      @ForAll("data") Map<String, String> second)
      throws Exception {
    Scene scene = scene().apply("a", text(first)).force("b", text(other)).force("a", text(second));
    Map<String, String> expected = new TreeMap<>(other);
    expected.putAll(second);
    assertEquals(text(expected), text(data(scene)));
  }

  @Property(tries = 200)
  void everyAppliedFieldHasAnOwnerAndItsValue(@ForAll("configs") List<Map<String, String>> configs)
      throws Exception {
    Scene scene = scene();
    Map<Integer, Map<String, String>> last = new TreeMap<>();
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < configs.size(); i++) {
      int manager = i % 3;
      scene.force("m" + manager, text(configs.get(i)));
      Map<String, String> now = configs.get(i);
      last.values()
          .forEach(
              said ->
                  said.entrySet()
                      .removeIf(
                          entry ->
                              now.containsKey(entry.getKey())
                                  && !now.get(entry.getKey()).equals(entry.getValue())));
      last.put(manager, new TreeMap<>(now));
      expected = new TreeMap<>();
      last.values().forEach(expected::putAll);
      assertEquals(text(expected), text(data(scene)));
    }
  }

  @Provide
  Arbitrary<Map<String, String>> data() {
    return Arbitraries.maps(
            Arbitraries.of("k1", "k2", "k3", "k4", "k5"), Arbitraries.of("x", "y", "z"))
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Map<String, String>>> configs() {
    return data().list().ofMinSize(1).ofMaxSize(7);
  }

  private static Scene scene() {
    return Scene.ofSchema(
        "{type: object, properties: {data: {type: object, additionalProperties: {type: string}}}}");
  }

  private static String text(Map<String, String> data) {
    StringBuilder text = new StringBuilder("{data: {");
    new TreeMap<>(data)
        .forEach((key, value) -> text.append(key).append(": ").append(value).append(", "));
    return text.append("}}").toString().replace(", }", "}");
  }

  private static Map<String, String> data(Scene scene) {
    Map<String, String> data = new TreeMap<>();
    scene
        .object()
        .path("spec")
        .path("data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
    return data;
  }
}
