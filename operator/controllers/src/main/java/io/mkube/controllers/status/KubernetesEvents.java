package io.mkube.controllers.status;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records events as {@code core/v1} Events. A repeated event raises {@code count} and {@code
 * lastTimestamp} of the first one. One object may cause {@link #BURST} events at once and one more
 * every {@link #REFILL_SECONDS} s (the figures of client-go); what exceeds that, or a queue of
 * {@link #QUEUE}, is dropped. {@link #close} ends the writing thread and drops what is queued.
 */
public final class KubernetesEvents implements EventRecorder, AutoCloseable {
  /** Events that one object may cause without a pause. */
  public static final int BURST = 25;

  /** Seconds after which an object may cause one event more. */
  public static final int REFILL_SECONDS = 300;

  /** Events that wait to be written. */
  public static final int QUEUE = 1024;

  private static final int REMEMBERED = 4096;
  private static final int LONGEST_MESSAGE = 1024;
  private static final Logger log = LoggerFactory.getLogger(KubernetesEvents.class);

  private final KubernetesClient client;
  private final InstantSource clock;
  private final String component;
  private final String host;
  private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(QUEUE);
  // Both maps belong to the writing thread.
  private final Map<Occurrence.Key, Event> written = new Bounded<>();
  private final Map<String, Budget> budgets = new Bounded<>();
  private final Thread writer;

  /**
   * Starts the writing thread.
   *
   * @param client client whose requests write the events; stays the caller's to close
   * @param clock time of the events
   * @param component reporting component, such as {@code mkube}
   * @param host node that reports
   */
  public KubernetesEvents(
      KubernetesClient client, InstantSource clock, String component, String host) {
    this.client = client;
    this.clock = clock;
    this.component = component;
    this.host = host;
    this.writer = Thread.ofVirtual().name("events").start(this::write);
  }

  @Override
  public void normal(HasMetadata about, String reason, String message) {
    offer(about, "Normal", reason, message);
  }

  @Override
  public void warning(HasMetadata about, String reason, String message) {
    offer(about, "Warning", reason, message);
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  private void offer(HasMetadata about, String type, String reason, String message) {
    String text =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    Occurrence occurrence =
        new Occurrence(
            new Occurrence.Key(
                about.getApiVersion(),
                about.getKind(),
                namespaceOf(about),
                about.getMetadata().getName(),
                String.valueOf(about.getMetadata().getUid()),
                type,
                reason,
                text),
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
    if (!queue.offer(occurrence)) {
      log.debug("event dropped, {} are waiting: {}", QUEUE, occurrence);
    }
  }

  private static @Nullable String namespaceOf(HasMetadata about) {
    return about.getMetadata().getNamespace();
  }

  private void write() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        write(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Occurrence occurrence) {
    Budget budget =
        budgets.computeIfAbsent(occurrence.key().object(), k -> new Budget(occurrence.at()));
    if (!budget.take(occurrence.at())) {
      log.debug("event dropped, its object causes too many: {}", occurrence);
      return;
    }
    try {
      Event before = written.get(occurrence.key());
      written.put(
          occurrence.key(), before == null ? create(occurrence) : repeat(before, occurrence));
    } catch (KubernetesClientException e) {
      log.debug("event not written: {}: {}", occurrence, e.getMessage());
    }
  }

  private Event repeat(Event before, Occurrence occurrence) {
    Event changed =
        new EventBuilder(before)
            .withCount(before.getCount() + 1)
            .withLastTimestamp(occurrence.at().toString())
            .editMetadata()
            .withResourceVersion(null)
            .withManagedFields()
            .endMetadata()
            .build();
    try {
      return client
          .v1()
          .events()
          .inNamespace(eventNamespace(occurrence))
          .resource(changed)
          .update();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      return create(occurrence);
    }
  }

  private Event create(Occurrence occurrence) {
    Occurrence.Key key = occurrence.key();
    Instant now = clock.instant();
    String stamp =
        Long.toHexString(now.getEpochSecond() * 1_000_000_000L + now.getNano())
            + Integer.toHexString(key.hashCode() & 0xfff);
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(key.name() + "." + stamp)
            .withNamespace(eventNamespace(occurrence))
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion(key.apiVersion())
            .withKind(key.kind())
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(key.uid())
            .endInvolvedObject()
            .withType(key.type())
            .withReason(key.reason())
            .withMessage(key.message())
            .withCount(1)
            .withFirstTimestamp(occurrence.at().toString())
            .withLastTimestamp(occurrence.at().toString())
            .withNewSource(component, host)
            .withReportingComponent(component)
            .withReportingInstance(host)
            .build();
    return client.v1().events().inNamespace(eventNamespace(occurrence)).resource(event).create();
  }

  /** Events of cluster-scoped objects live in the namespace {@code default}. */
  private static String eventNamespace(Occurrence occurrence) {
    String namespace = occurrence.key().namespace();
    return namespace == null ? "default" : namespace;
  }

  private record Occurrence(Key key, Instant at) {
    private record Key(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        String name,
        String uid,
        String type,
        String reason,
        String message) {
      String object() {
        return kind + " " + namespace + "/" + name + " " + uid;
      }
    }
  }

  /** A bucket of {@link #BURST} tokens, refilled over time. */
  private static final class Budget {
    private double tokens = BURST;
    private Instant since;

    Budget(Instant since) {
      this.since = since;
    }

    boolean take(Instant now) {
      double seconds = Math.max(0, since.until(now, ChronoUnit.SECONDS));
      tokens = Math.min(BURST, tokens + seconds / REFILL_SECONDS);
      since = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  /** Forgets the entry that was used longest ago. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    Bounded() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
