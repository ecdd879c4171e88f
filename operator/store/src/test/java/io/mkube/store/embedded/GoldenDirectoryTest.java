package io.mkube.store.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mkube.store.Change;
import io.mkube.store.Follower;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.encoding.Template;
import io.mkube.store.encoding.TemplatePacker;
import io.mkube.store.encoding.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens data directories that earlier versions wrote. A directory is never written again; a new
 * format gets its own, made by {@link #main}.
 */
final class GoldenDirectoryTest {
  private static final StoreKey SNAPSHOT_ONLY =
      new StoreKey("mkube.io", "networks", "", "grüße-名前");
  private static final StoreKey COMPRESSED = new StoreKey("", "configmaps", "default", "large");
  private static final StoreKey ADOPTED = new StoreKey("apps", "deployments", "default", "web");
  private static final StoreKey DELETED = new StoreKey("", "pods", "default", "gone");
  private static final byte[] LARGE = bytes("compressible ".repeat(6_000));

  @TempDir private Path temporary = Path.of("unset");

  /** Snapshots of format 2 hold packed values and their templates. */
  @ParameterizedTest
  @ValueSource(strings = {"format-1", "format-2"})
  void readsEarlierFormats(String format) throws Exception {
    URI golden = Objects.requireNonNull(GoldenDirectoryTest.class.getResource(format)).toURI();
    Path copy = DataDirectory.copy(Path.of(golden), temporary.resolve("copy"));
    assertFalse(DataDirectory.snapshots(copy).isEmpty());

    try (ObjectStore store = DataDirectory.open(copy)) {
      List<StoredObject> objects = store.snapshot().objects();
      assertEquals(
          List.of(COMPRESSED, ADOPTED, SNAPSHOT_ONLY),
          objects.stream().map(StoredObject::key).toList());
      assertEquals(List.of(4L, 6L, 2L), objects.stream().map(StoredObject::revision).toList());
      assertEquals(
          List.of("uid-3", "uid-1b", "uid-😀"), objects.stream().map(StoredObject::uid).toList());
      assertArrayEquals(LARGE, objects.get(0).value());
      assertEquals("adopted", new String(objects.get(1).value(), StandardCharsets.UTF_8));
      assertEquals(7, store.latestRevision());
      try (Follower follower = Follower.of(store, 4)) {
        List<Change> changes = follower.await(3);
        assertEquals(List.of(0L, 3L, 5L), changes.stream().map(c -> c.previousRevision()).toList());
        assertEquals(Change.Kind.DELETE, changes.get(2).kind());
        assertEquals("last state", new String(changes.get(2).value(), StandardCharsets.UTF_8));
      }
    }
  }

  /** Writes a golden directory of the current format to the path given. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    long web;
    try (ObjectStore store = DataDirectory.open(directory)) {
      store.write(new Write.Put(SNAPSHOT_ONLY, 0, "uid-😀", bytes("network")));
      web = store.write(new Write.Put(ADOPTED, 0, "uid-1a", bytes("web")));
      store.write(new Write.Put(COMPRESSED, 0, "uid-3", LARGE));
    }
    Disk disk = new FileChannelDisk();
    Index.Capture capture =
        Recovery.recover(disk, directory, DataDirectory.SMALL.window()).index().capture();
    for (StoredObject object : capture.sorted()) {
      pack(object.content());
    }
    SnapshotFile.write(disk, directory, capture, () -> false);
    try (ObjectStore store = DataDirectory.open(directory)) {
      long created = store.write(new Write.Put(DELETED, 0, "uid-4", bytes("state")));
      store.write(new Write.Put(ADOPTED, web, "uid-1b", bytes("adopted")));
      store.write(new Write.Delete(DELETED, created, "uid-4", bytes("last state")));
    }
    for (Path segment : DataDirectory.segments(directory)) {
      DataDirectory.truncate(segment, DataDirectory.frames(segment).getLast());
    }
    Files.delete(directory.resolve("lock"));
  }

  private static void pack(Value value) {
    Template template = new Template(bytes("{\"metadata\":{\"name\":\"compressible \"}}"));
    byte[] packed = new TemplatePacker().pack(template, value.bytes());
    if (packed != null) {
      value.pack(new Value.Packed(packed, template));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
