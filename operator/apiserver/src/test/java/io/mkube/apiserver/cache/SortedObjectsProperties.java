package io.mkube.apiserver.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import io.mkube.store.encoding.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Stored and written objects together are one sorted map. */
final class SortedObjectsProperties {
  /** Puts, removes or reads. */
  record Step(StoreKey key, Action action) {}

  enum Action {
    PUT,
    REMOVE,
    GET
  }

  @Provide
  Arbitrary<StoreKey> keys() {
    return Combinators.combine(
            Arbitraries.of("m", "n"), Arbitraries.of("a", "b", "c", "d", "e", "f"))
        .as((namespace, name) -> new StoreKey("", "pods", namespace, name));
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(keys(), Arbitraries.of(Action.class)).as(Step::new);
  }

  @Property(tries = 500)
  void equalsASortedMap(
      @ForAll @Size(max = 12) List<@From("keys") StoreKey> stored,
      @ForAll @Size(max = 30) List<@From("steps") Step> steps,
      @ForAll("keys") StoreKey after,
      @ForAll("keys") StoreKey end) {
    TreeMap<StoreKey, Long> model = new TreeMap<>();
    new TreeSet<>(stored).forEach(key -> model.put(key, 1L));
    SortedObjects objects = new SortedObjects();
    objects.startWith(new Stored(List.copyOf(model.keySet())), value -> {});
    SortedObjects first = new SortedObjects(objects);
    List<String> atFirst = texts(model);
    long revision = 1;
    for (Step step : steps) {
      revision++;
      @Nullable Long before = model.get(step.key());
      CachedObject known =
          switch (step.action()) {
            case PUT -> objects.put(object(step.key(), revision));
            case REMOVE -> objects.remove(step.key());
            case GET -> objects.get(step.key());
          };
      assertEquals(before, known == null ? null : known.revision());
      switch (step.action()) {
        case PUT -> model.put(step.key(), revision);
        case REMOVE -> model.remove(step.key());
        case GET -> {}
      }
      assertEquals(model.size(), objects.size());
      assertEquals(texts(model), texts(objects.between(null, null, false)));
    }
    assertEquals(texts(model.tailMap(after, false)), texts(objects.between(after, null, true)));
    assertEquals(texts(model.headMap(end, false)), texts(objects.between(null, end, false)));
    assertEquals(texts(model), texts(objects.all()));
    assertEquals(texts(model), texts(new TreeSet<>(texts(objects.awake())), model));
    assertEquals(atFirst, texts(first.all()));
  }

  @Example
  void keepsWhatSomebodyAskedForAndNothingElse() {
    List<Value> woken = new ArrayList<>();
    SortedObjects objects = new SortedObjects();
    StoreKey a = new StoreKey("", "pods", "n", "a");
    objects.startWith(new Stored(List.of(a, new StoreKey("", "pods", "n", "b"))), woken::add);

    objects.between(null, null, false).forEach(object -> assertEquals(1, object.revision()));
    assertEquals(List.of(), objects.awake());
    assertEquals(0, woken.size());
    assertSame(objects.get(a), objects.get(a));
    assertEquals(1, objects.awake().size());
    assertEquals(1, woken.size());
  }

  private static List<String> texts(Set<String> awake, SortedMap<StoreKey, Long> model) {
    return texts(model).stream().filter(awake::contains).toList();
  }

  private static List<String> texts(Iterable<CachedObject> objects) {
    List<String> texts = new ArrayList<>();
    objects.forEach(object -> texts.add(object.toString()));
    return texts;
  }

  private static List<String> texts(SortedMap<StoreKey, Long> model) {
    return model.entrySet().stream().map(e -> e.getKey() + "@" + e.getValue()).toList();
  }

  private static CachedObject object(StoreKey key, long revision) {
    return CachedObject.of(key, revision, "uid", Value.of("{}".getBytes(UTF_8)));
  }

  /** Objects that are made anew at each call. */
  private static final class Stored extends StoredList {
    private final List<StoreKey> keys;

    Stored(List<StoreKey> keys) {
      this.keys = keys;
    }

    @Override
    public StoreKey key(int index) {
      return keys.get(index);
    }

    @Override
    public StoredObject get(int index) {
      return new StoredObject(keys.get(index), 1, "uid", "{}".getBytes(UTF_8));
    }

    @Override
    public int size() {
      return keys.size();
    }
  }
}
