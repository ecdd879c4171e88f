package io.mkube.benchmarks.load;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.StorageType;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A key-value bucket through the plain Java client, as its own documentation uses it. */
public final class NatsBucket implements AutoCloseable {
  private final Connection connection;
  private final KeyValue bucket;

  /** Opens a bucket, which is made if it is missing. */
  public NatsBucket(int port, String name) throws Exception {
    connection = Nats.connect(new Options.Builder().server("nats://127.0.0.1:" + port).build());
    connection
        .keyValueManagement()
        .create(KeyValueConfiguration.builder().name(name).storageType(StorageType.File).build());
    bucket = connection.keyValue(name);
  }

  /**
   * Creates keys by {@code update} with expected revision 0, from several callers that each wait
   * for the answer.
   *
   * @return nanoseconds until all have done
   */
  public long create(int callers, int count, IntFunction<String> key, byte[] value)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int c = 0; c < callers; c++) {
        running.add(
            threads.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    bucket.update(key.apply(i), value, 0);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return System.nanoTime() - begin;
    }
  }

  /** Writes one key. */
  public void put(String key, byte[] value) throws IOException, JetStreamApiException {
    bucket.put(key, value);
  }

  /** Delivers all entries once, as a list in this client is made. */
  public void list(Consumer<KeyValueEntry> listener) throws Exception {
    watch(listener).unsubscribe();
  }

  /** Watches all keys; returns when what is there has been delivered. */
  public NatsKeyValueWatchSubscription watch(Consumer<KeyValueEntry> listener) throws Exception {
    CountDownLatch present = new CountDownLatch(1);
    NatsKeyValueWatchSubscription watch =
        bucket.watchAll(
            new KeyValueWatcher() {
              @Override
              public void watch(KeyValueEntry entry) {
                listener.accept(entry);
              }

              @Override
              public void endOfData() {
                present.countDown();
              }
            });
    present.await();
    return watch;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
