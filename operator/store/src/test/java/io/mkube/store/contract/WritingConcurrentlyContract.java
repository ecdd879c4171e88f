package io.mkube.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.mkube.store.StoreException;
import io.mkube.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises to callers who write at the same time. */
abstract class WritingConcurrentlyContract extends StoreContract {
  WritingConcurrentlyContract(Opener opener) {
    super(opener);
  }

  private static final int CALLERS = 64;

  @Test
  void losesNoIncrementOfASharedCounter() throws Exception {
    int rounds = 10;
    put("pods", "counter", 0, "0");

    inParallel(
        CALLERS,
        caller -> {
          for (int i = 0; i < rounds; i++) {
            increment();
          }
          return caller;
        });

    assertEquals(CALLERS * rounds, Integer.parseInt(text(only(store.snapshot()).value())));
  }

  @Test
  void letsExactlyOneCreatorWin() throws Exception {
    List<Long> revisions =
        inParallel(
            CALLERS,
            caller -> {
              try {
                return put("pods", "one", 0, "by " + caller);
              } catch (StoreException.Conflict e) {
                return -e.actualRevision();
              }
            });

    long winner = revisions.stream().filter(r -> r > 0).findFirst().orElseThrow();
    assertEquals(CALLERS - 1, revisions.stream().filter(r -> r == -winner).count());
  }

  @Test
  void givesEveryWriteItsOwnRevision() throws Exception {
    List<List<Long>> revisions =
        inParallel(
            CALLERS,
            caller -> {
              List<Long> mine = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                mine.add(put("pods", caller + "-" + i, 0, "x"));
              }
              return mine;
            });

    for (List<Long> mine : revisions) {
      assertEquals(mine.stream().sorted().toList(), mine);
    }
    assertEquals(CALLERS * 10, revisions.stream().flatMap(List::stream).distinct().count());
  }

  private void increment() throws StoreException {
    while (true) {
      StoredObject counter = only(store.snapshot());
      int value = Integer.parseInt(text(counter.value()));
      try {
        put("pods", "counter", counter.revision(), String.valueOf(value + 1));
        return;
      } catch (StoreException.Conflict e) {
        assertNotEquals(counter.revision(), e.actualRevision());
      }
    }
  }
}
