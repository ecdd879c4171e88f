package io.mkube.apiserver.metrics;

import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.metrics.Distribution.Label;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What goes in and out: answers to reads, events of watches and writes to the store, under the
 * names of kube-apiserver. Thread-safe.
 */
public final class TrafficFigures {
  /** Custom resources can be of any number; figures cannot. */
  private static final int MOST = 5000;

  /** The buckets of kube-apiserver's requests to etcd, in nanoseconds. */
  private static final long[] STORE_TIMES = {
    5_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    200_000_000L,
    400_000_000L,
    600_000_000L,
    800_000_000L,
    1_000_000_000L,
    1_250_000_000L,
    1_500_000_000L,
    2_000_000_000L,
    3_000_000_000L,
    4_000_000_000L,
    5_000_000_000L,
    6_000_000_000L,
    8_000_000_000L,
    10_000_000_000L,
    15_000_000_000L,
    20_000_000_000L,
    30_000_000_000L,
    45_000_000_000L,
    60_000_000_000L
  };

  private static final long[] ANSWER_SIZES = {
    1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L
  };

  private static final long[] EVENT_SIZES = {
    1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072
  };

  private final Distribution<RequestLabels> answers =
      new Distribution<>(
          "apiserver_response_sizes",
          "Size of the answers to reads in bytes.",
          ANSWER_SIZES,
          1,
          TrafficFigures::answerLabels);

  private final Distribution<GroupVersionKind> events =
      new Distribution<>(
          "apiserver_watch_events_sizes",
          "Size of the events that watches sent, in bytes.",
          EVENT_SIZES,
          1,
          kind ->
              List.of(
                  new Label("group", kind.group()),
                  new Label("kind", kind.kind()),
                  new Label("version", kind.version())));

  private final Distribution<StoreWrite> writes =
      new Distribution<>(
          "etcd_request_duration_seconds",
          "Time until the store has taken a write, whichever store it is.",
          STORE_TIMES,
          1e9,
          write ->
              List.of(
                  new Label("operation", write.operation()),
                  new Label(
                      "type",
                      write.group().isEmpty()
                          ? write.resource()
                          : write.resource() + "." + write.group())));

  private final AtomicLong unsent = new AtomicLong();

  /** Watches handed so many bytes to their connections, or these took so many if it is negative. */
  public void underWay(long bytes) {
    unsent.addAndGet(bytes);
  }

  /** Bytes that watches have handed to their connections and these have not taken yet. */
  public long unsent() {
    return unsent.get();
  }

  /** Enters the size of the answer to a read in bytes. */
  void answered(RequestLabels labels, long bytes) {
    if (answers.size() < MOST || answers.knows(labels)) {
      answers.of(labels).enter(bytes);
    }
  }

  /** Takes the sizes of events that the watches of a kind send. */
  public LongConsumer eventsOf(GroupVersionKind kind) {
    if (events.size() >= MOST && !events.knows(kind)) {
      return bytes -> {};
    }
    return events.of(kind)::enter;
  }

  /**
   * Enters a write that the store has taken or refused.
   *
   * @param operation {@code create}, {@code update} or {@code delete}
   * @param nanos how long it took
   */
  public void stored(String operation, String group, String resource, long nanos) {
    StoreWrite write = new StoreWrite(operation, group, resource);
    if (writes.size() < MOST || writes.knows(write)) {
      writes.of(write).enter(nanos);
    }
  }

  /** Everything in the text format of Prometheus. */
  String text() {
    StringBuilder out = new StringBuilder(16 << 10);
    answers.write(out);
    events.writeCounts(out, "apiserver_watch_events_total", "Events that watches sent.");
    events.write(out);
    writes.write(out);
    writes.writeCounts(out, "etcd_requests_total", "Writes to the store.");
    return out.toString();
  }

  private static List<Label> answerLabels(RequestLabels labels) {
    return List.of(
        new Label("component", "apiserver"),
        new Label("group", labels.group()),
        new Label("resource", labels.resource()),
        new Label("scope", labels.scope()),
        new Label("subresource", labels.subresource()),
        new Label("verb", labels.verb()),
        new Label("version", labels.version()));
  }

  private record StoreWrite(String operation, String group, String resource) {}
}
