package io.mkube.store.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Objects that are read where they lie are those of a sorted map, whatever changes afterwards. */
final class SnapshotObjectsProperties {
  /** A key of few, so that the same ones come again; a name that UTF-8 and UTF-16 sort apart. */
  @Provide
  Arbitrary<StoreKey> keys() {
    return Combinators.combine(
            Arbitraries.of("", "apps"),
            Arbitraries.of("pods", "secrets"),
            Arbitraries.of("", "n", "n-2"),
            Arbitraries.of("a", "a-1", "b", "\uffee", "\uffeea", "a\u00e9", "\ud83d\ude00"))
        .as(StoreKey::new);
  }

  @Property(tries = 300)
  void equalsASortedMapWithWhatWasWrittenAndRemoved(
      @ForAll @Size(max = 40) List<@From("keys") StoreKey> present,
      @ForAll @Size(max = 20) List<@From("keys") StoreKey> written,
      @ForAll @Size(max = 20) List<@From("keys") StoreKey> removed,
      @ForAll @IntRange(min = 1, max = 5) int frameSize) {
    TreeMap<StoreKey, StoredObject> model = new TreeMap<>();
    present.forEach(key -> model.put(key, object(key, 7)));
    SnapshotObjects snapshot = read(List.copyOf(model.values()), frameSize);
    assertSame(model, snapshot);

    Index index = new Index();
    index.startWith(snapshot);
    index.startAt(7);
    long revision = 7;
    for (StoreKey key : written) {
      revision++;
      index.apply(List.of(change(key, Change.Kind.PUT, revision)));
      model.put(key, object(key, revision));
    }
    for (StoreKey key : removed) {
      revision++;
      index.apply(List.of(change(key, Change.Kind.DELETE, revision)));
      model.remove(key);
    }
    Index.Capture capture = index.capture();
    List<StoredObject> sorted = capture.sorted();
    assertEquals(List.copyOf(model.keySet()), sorted.stream().map(StoredObject::key).toList());
    for (StoredObject object : sorted) {
      assertEqual(model.get(object.key()), object);
      assertEqual(object, index.get(object.key()));
    }
    removed.forEach(key -> assertEquals(null, index.get(key)));
    if (sorted instanceof StoredList list) {
      assertSame(model, list);
    }
  }

  @Example
  void refusesFramesThatAreNotInOrder() {
    RecordCodec codec = RecordCodec.ofSnapshot(2);
    SnapshotObjects.Reading reading = new SnapshotObjects.Reading(codec, 0);
    assertEquals(1, reading.add(records(List.of(object(new StoreKey("", "pods", "n", "b"), 3)))));
    byte[] earlier = records(List.of(object(new StoreKey("", "pods", "n", "a"), 4)));
    assertThrows(IllegalArgumentException.class, () -> reading.add(earlier));
  }

  @Property(tries = 300)
  void refusesWhatIsNoRecord(@ForAll @Size(max = 30) byte[] bytes) {
    SnapshotObjects.Reading reading =
        new SnapshotObjects.Reading(RecordCodec.ofSnapshot(2), bytes.length);
    try {
      assertEquals(true, reading.add(bytes) >= 0);
    } catch (IllegalArgumentException e) {
      assertEquals(false, String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static void assertSame(Map<StoreKey, StoredObject> model, StoredList list) {
    List<StoreKey> keys = List.copyOf(model.keySet());
    assertEquals(keys.size(), list.size());
    for (int i = 0; i < keys.size(); i++) {
      StoreKey key = keys.get(i);
      assertEquals(key, list.key(i));
      assertEquals(i, list.find(key));
      assertEqual(model.get(key), list.get(i));
      int begin = list.begin(key.group(), key.resource());
      int end = list.end(key.group(), key.resource());
      assertEquals(
          keys.stream()
              .filter(k -> k.group().equals(key.group()) && k.resource().equals(key.resource()))
              .toList(),
          list.range(begin, end).stream().map(StoredObject::key).toList());
    }
    StoreKey last = new StoreKey("zz", "zz", "", "zz");
    assertEquals(-keys.size() - 1, list.find(last));
    assertEquals(keys.size(), list.begin("zz", "zz"));
    assertEquals(keys.size(), list.end("zz", "zz"));
  }

  private static void assertEqual(@Nullable StoredObject one, @Nullable StoredObject other) {
    StoredObject expected = Objects.requireNonNull(one);
    StoredObject actual = Objects.requireNonNull(other);
    assertEquals(expected.key(), actual.key());
    assertEquals(expected.revision(), actual.revision());
    assertEquals(expected.uid(), actual.uid());
    assertArrayEquals(expected.value(), actual.value());
  }

  private static SnapshotObjects read(List<StoredObject> objects, int frameSize) {
    SnapshotObjects.Reading reading =
        new SnapshotObjects.Reading(RecordCodec.ofSnapshot(2), objects.size());
    for (int i = 0; i < objects.size(); i += frameSize) {
      List<StoredObject> some = objects.subList(i, Math.min(objects.size(), i + frameSize));
      assertEquals(some.size(), reading.add(records(some)));
    }
    return reading.end();
  }

  private static byte[] records(List<StoredObject> objects) {
    FrameBuffer frame = new FrameBuffer();
    for (StoredObject object : objects) {
      RecordCodec.encode(
          frame,
          change(object.key(), Change.Kind.PUT, object.revision()),
          RecordCodec.encodeName(object.key(), object.uid()),
          object.value(),
          null);
    }
    ByteBuffer bytes = frame.finish(1, 2).position(FrameBuffer.HEADER);
    byte[] records = new byte[bytes.remaining()];
    bytes.get(records);
    return records;
  }

  private static Change change(StoreKey key, Change.Kind kind, long revision) {
    StoredObject object = object(key, revision);
    return new Change(revision, kind, key, 0, object.uid(), object.content());
  }

  private static StoredObject object(StoreKey key, long revision) {
    return new StoredObject(
        key, revision, "uid-" + revision, (key + "@" + revision).getBytes(UTF_8));
  }
}
