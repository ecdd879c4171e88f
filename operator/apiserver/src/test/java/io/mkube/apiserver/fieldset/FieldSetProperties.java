package io.mkube.apiserver.fieldset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FieldSetProperties {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Property
  void holdsTheLawsOfSets(
      @ForAll("paths") Set<List<PathElement>> a, @ForAll("paths") Set<List<PathElement>> b) {
    Set<List<PathElement>> union = new HashSet<>(a);
    union.addAll(b);
    Set<List<PathElement>> common = new HashSet<>(a);
    common.retainAll(b);
    Set<List<PathElement>> rest = new HashSet<>(a);
    rest.removeAll(b);
    FieldSet left = of(a);
    FieldSet right = of(b);
    assertEquals(union, paths(left.union(right)));
    assertEquals(of(union), right.union(left));
    assertEquals(common, paths(left.intersection(right)));
    assertEquals(rest, paths(left.difference(right)));
    assertEquals(union.size(), left.union(right).size());
    union.forEach(path -> assertEquals(a.contains(path), left.has(path)));
  }

  @Property
  void removesWhatLiesBelow(
      @ForAll("paths") Set<List<PathElement>> a, @ForAll("paths") Set<List<PathElement>> b) {
    Set<List<PathElement>> left = new HashSet<>(a);
    left.removeIf(
        path -> {
          for (int i = 1; i <= path.size(); i++) {
            if (b.contains(path.subList(0, i))) {
              return true;
            }
          }
          return false;
        });
    assertEquals(left, paths(of(a).recursiveDifference(of(b))));
  }

  @Property
  void returnsItselfWhenNothingChanges(@ForAll("paths") Set<List<PathElement>> a) {
    FieldSet set = of(a);
    assertSame(set, set.union(set));
    assertSame(set, set.union(of(a)));
    assertSame(set, set.intersection(of(a)));
    assertSame(set, set.difference(FieldSet.EMPTY));
    assertTrue(set.difference(of(a)).isEmpty());
  }

  @Property
  void survivesItsJson(@ForAll("paths") Set<List<PathElement>> a) throws Exception {
    FieldSet set = of(a);
    ObjectNode json = FieldsV1.encode(set);
    ObjectNode read = (ObjectNode) Json.MAPPER.readTree(json.toString());
    assertEquals(set, FieldsV1.decode(read));
    assertEquals(set, FieldsV1.decodeWritten(read));
    assertEquals(json.toString(), FieldsV1.encode(FieldsV1.decode(read)).toString());
    assertFalse(json.toString().contains(": "));
  }

  @Property
  void ordersElementsTotally(
      @ForAll("elements") PathElement a,
      @ForAll("elements") PathElement b,
      @ForAll("elements") PathElement c) {
    assertEquals(Integer.signum(a.compareTo(b)), -Integer.signum(b.compareTo(a)));
    assertEquals(a.equals(b), a.compareTo(b) == 0);
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertTrue(a.compareTo(c) <= 0);
    }
    assertEquals(a, PathElement.parse(a.encoded()));
  }

  @Provide
  Arbitrary<Set<List<PathElement>>> paths() {
    return elements().list().ofMinSize(1).ofMaxSize(4).set().ofMaxSize(12);
  }

  @Provide
  Arbitrary<PathElement> elements() {
    Arbitrary<String> texts =
        Arbitraries.of(
            "a", "b", "A", "kubernetes.io/x", "\u00e9", "\ud83d\ude00", "\uffee", "q\"\\\n", ".");
    return Arbitraries.oneOf(
        texts.map(PathElement::field),
        texts.map(text -> PathElement.value(JSON.textNode(text))),
        Arbitraries.integers().between(-3, 12).map(n -> PathElement.value(JSON.numberNode(n))),
        Arbitraries.of(true, false).map(b -> PathElement.value(JSON.booleanNode(b))),
        texts.map(text -> PathElement.key(List.of("name"), List.of(JSON.textNode(text)))),
        Arbitraries.integers()
            .between(1, 20)
            .map(
                port ->
                    PathElement.key(
                        List.of("containerPort", "protocol"),
                        List.of(JSON.numberNode(port), JSON.textNode("TCP")))),
        Arbitraries.integers().between(0, 12).map(i -> PathElement.parse("i:" + i)));
  }

  private static FieldSet of(Set<List<PathElement>> paths) {
    FieldSet set = FieldSet.EMPTY;
    for (List<PathElement> path : paths) {
      set = set.union(FieldSet.of(path));
    }
    return set;
  }

  private static Set<List<PathElement>> paths(FieldSet set) {
    Set<List<PathElement>> paths = new HashSet<>();
    set.forEach(paths::add);
    return paths;
  }
}
