package io.mkube.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.store.ObjectStore;
import io.mkube.store.ObjectStore.Snapshot;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.window.WindowLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A store of its own for each test, and what tests do with it. */
@Timeout(120)
abstract class StoreContract {
  private final Opener opener;
  ObjectStore store = unopened();

  /** Opens an empty store. */
  interface Opener {
    ObjectStore open(WindowLimits limits, int maxValueBytes) throws Exception;
  }

  StoreContract(Opener opener) {
    this.opener = opener;
  }

  @SuppressWarnings("NullAway") // assigned before each test
  private static ObjectStore unopened() {
    return null;
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = opener.open(WindowLimits.DEFAULT, ObjectStoreContract.MAX_VALUE_BYTES);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  /** Takes another empty store in the place of the first. */
  final void reopen(WindowLimits limits) throws Exception {
    store.close();
    store = opener.open(limits, ObjectStoreContract.MAX_VALUE_BYTES);
  }

  static StoreKey key(String resource, String name) {
    return new StoreKey("", resource, "default", name);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  final long put(String resource, String name, long expected, String value) throws StoreException {
    return store.write(new Write.Put(key(resource, name), expected, "uid-" + name, bytes(value)));
  }

  final long delete(String resource, String name, long expected, String value)
      throws StoreException {
    return store.write(
        new Write.Delete(key(resource, name), expected, "uid-" + name, bytes(value)));
  }

  static StoredObject only(Snapshot snapshot) {
    assertEquals(1, snapshot.objects().size());
    return snapshot.objects().getFirst();
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  interface Caller<T> {
    T run(int caller) throws Exception;
  }

  static <T> List<T> inParallel(int callers, Caller<T> task)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int caller = i;
        Callable<T> body =
            () -> {
              start.await();
              return task.run(caller);
            };
        futures.add(executor.submit(body));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }
}
