package io.mkube.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever is written, and whenever the power goes, an opened store equals a sorted map. */
final class EmbeddedStoreProperties {
  private Path directory = Path.of("unset");

  /** What is done next; a write to a key that exists replaces or deletes it. */
  sealed interface Step {}

  record WriteStep(int key, int uid, byte[] value, Action action) implements Step {}

  record Reopen() implements Step {}

  enum Action {
    PUT,
    DELETE,
    CONFLICT
  }

  @BeforeContainer
  static void silenceLog() {
    DataDirectory.setLogLevel(Level.OFF);
  }

  @AfterContainer
  static void restoreLog() {
    DataDirectory.setLogLevel(null);
  }

  @BeforeTry
  void createDirectory() throws IOException {
    directory = Files.createTempDirectory("store");
  }

  @AfterTry
  void removeDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<byte[]> values =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.bytes().array(byte[].class).ofMaxSize(40)),
            Tuple.of(3, Arbitraries.integers().between(0, 30_000).map(byte[]::new)),
            Tuple.of(1, Arbitraries.integers().between(65_000, 200_000).map(byte[]::new)));
    Arbitrary<Step> writes =
        Combinators.combine(
                Arbitraries.integers().between(0, 7),
                Arbitraries.integers().between(0, 2),
                values,
                Arbitraries.frequency(
                    Tuple.of(6, Action.PUT),
                    Tuple.of(2, Action.DELETE),
                    Tuple.of(1, Action.CONFLICT)))
            .as(WriteStep::new);
    return Arbitraries.frequencyOf(
        Tuple.of(12, writes), Tuple.of(1, Arbitraries.create(Reopen::new)));
  }

  @Property(tries = 25)
  void equalsASortedMapOverRestarts(@ForAll @Size(max = 60) List<@From("steps") Step> steps)
      throws Exception {
    Model model = new Model();
    ObjectStore store = DataDirectory.open(directory);
    try {
      for (Step step : steps) {
        switch (step) {
          case WriteStep write -> model.perform(store, write);
          case Reopen reopen -> {
            store.close();
            store = DataDirectory.open(directory);
          }
        }
        assertEquals(model.contents, DataDirectory.contents(store));
        assertEquals(model.latest, store.latestRevision());
      }
    } finally {
      store.close();
    }
    try (ObjectStore reopened = DataDirectory.open(directory)) {
      assertEquals(model.contents, DataDirectory.contents(reopened));
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void losesNothingAcknowledgedWhenThePowerIsCut(
      @ForAll long seed, @ForAll @LongRange(min = 1, max = 900) long operations) throws Exception {
    Random random = new Random(seed);
    Model model = new Model();
    PowerCutDisk disk = PowerCutDisk.empty(operations);
    for (int cut = 0; cut < 3; cut++) {
      writeUntilThePowerIsOff(disk, random, model);
      disk = disk.restart(random, Long.MAX_VALUE);
      try (ObjectStore store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk)) {
        model.requireOneOfTheStatesPossible(store);
      }
      disk = disk.restart(random, 1 + random.nextLong(operations));
    }
  }

  private void writeUntilThePowerIsOff(PowerCutDisk disk, Random random, Model model)
      throws IOException {
    try (ObjectStore store = EmbeddedObjectStore.open(directory, DataDirectory.SMALL, disk)) {
      while (true) {
        byte[] value = new byte[random.nextInt(random.nextInt(4) == 0 ? 20_000 : 200)];
        random.nextBytes(value);
        Action action = random.nextInt(4) == 0 ? Action.DELETE : Action.PUT;
        model.perform(store, new WriteStep(random.nextInt(6), random.nextInt(3), value, action));
      }
    } catch (StoreOpenException.Inaccessible | StoreException.Unavailable e) {
      assertTrue(String.valueOf(e.getMessage()).contains("the power is off"), e::toString);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** What the store must contain, and what it may contain after a write of unknown outcome. */
  private static final class Model {
    private Map<String, String> contents = new TreeMap<>();
    private Map<StoreKey, Long> revisions = new HashMap<>();
    private Map<String, String> attempted = contents;
    private Map<StoreKey, Long> attemptedRevisions = revisions;
    private long latest = ObjectStore.FIRST_REVISION - 1;

    void perform(ObjectStore store, WriteStep step) throws StoreException {
      StoreKey key = DataDirectory.key("key-" + step.key());
      long current = revisions.getOrDefault(key, 0L);
      String uid = "uid-" + step.uid();
      byte[] value = Arrays.copyOf(step.value(), step.value().length);
      switch (step.action()) {
        case PUT -> write(store, new Write.Put(key, current, uid, value), Change.Kind.PUT);
        case DELETE -> {
          if (current > 0) {
            write(store, new Write.Delete(key, current, uid, value), Change.Kind.DELETE);
          }
        }
        case CONFLICT -> requireConflict(store, new Write.Put(key, current + 1, uid, value));
      }
    }

    private void write(ObjectStore store, Write write, Change.Kind kind) throws StoreException {
      Change change =
          new Change(
              latest + 1, kind, write.key(), write.expectedRevision(), write.uid(), write.value());
      attempted = new TreeMap<>(contents);
      DataDirectory.apply(attempted, change);
      attemptedRevisions = new HashMap<>(revisions);
      attemptedRevisions.put(write.key(), kind == Change.Kind.PUT ? latest + 1 : 0);

      assertEquals(latest + 1, store.write(write));

      acceptAttempt();
    }

    private void acceptAttempt() {
      contents = attempted;
      revisions = attemptedRevisions;
      latest++;
    }

    private static void requireConflict(ObjectStore store, Write write) throws StoreException {
      try {
        store.write(write);
      } catch (StoreException.Conflict e) {
        assertEquals(write.expectedRevision() - 1, e.actualRevision());
        return;
      }
      throw new AssertionError("no conflict for " + write.key());
    }

    void requireOneOfTheStatesPossible(ObjectStore store) throws StoreException {
      if (store.latestRevision() == latest + 1) {
        acceptAttempt();
      }
      assertEquals(latest, store.latestRevision());
      assertEquals(contents, DataDirectory.contents(store));
      attempted = contents;
      attemptedRevisions = revisions;
    }
  }
}
