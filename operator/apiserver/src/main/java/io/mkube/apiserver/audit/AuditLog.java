package io.mkube.apiserver.audit;

import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.object.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what, one event a line. Requests hand their events to one thread and wait
 * only while it is a thousand events behind; none is dropped as long as the file takes them. Every
 * answer carries the id of its event. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  /** Header with the id of a request's events. */
  public static final String ID_HEADER = "Audit-Id";

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int WAITING = 1024;
  private static final int MAX_ID = 64;
  private static final long CLOSE_SECONDS = 5;
  private static final long COMPLAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AuditConfig.Level level;
  private final Clock clock;

  /** The empty one is the last. */
  private final BlockingQueue<Optional<AuditEvent>> waiting = new ArrayBlockingQueue<>(WAITING);

  private final @Nullable Thread writer;
  private volatile boolean closed;

  private AuditLog(AuditConfig.Level level, Clock clock, @Nullable Lines lines) {
    this.level = level;
    this.clock = clock;
    this.writer =
        lines == null
            ? null
            : Thread.ofPlatform().name("audit-log").daemon().start(() -> writeAll(lines));
  }

  /**
   * Opens a log.
   *
   * @throws IOException if the file cannot be written; the message names it
   */
  public static AuditLog open(AuditConfig config, Clock clock) throws IOException {
    if (config.level() == AuditConfig.Level.NONE) {
      return new AuditLog(config.level(), clock, null);
    }
    try {
      return new AuditLog(
          config.level(),
          clock,
          config.file().isPresent()
              ? new RotatingFile(config.file().get(), config.maxBytes(), config.maxFiles())
              : new Printed(System.out));
    } catch (IOException e) {
      throw new IOException(
          "audit log "
              + config.file().map(Object::toString).orElse("-")
              + ": cannot be written: "
              + e,
          e);
    }
  }

  /** Begins the trail of a request and gives its id to the client. */
  public AuditTrail begin(Exchange exchange) {
    String id = id(exchange);
    exchange.addHeader(ID_HEADER, id);
    if (level == AuditConfig.Level.NONE) {
      return new AuditTrail(this, null);
    }
    AuditEvent.Draft draft = new AuditEvent.Draft(id, level, clock, exchange);
    exchange.onBody(draft::body);
    exchange.onComplete(status -> write(draft.event(AuditEvent.Stage.RESPONSE_COMPLETE, status)));
    return new AuditTrail(this, draft);
  }

  void write(AuditEvent event) {
    if (writer == null || closed) {
      return;
    }
    try {
      waiting.put(Optional.of(event));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("the audit event {} is lost: the server is stopping", event);
    }
  }

  /** Writes what waits and closes the file. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Thread running = writer;
    if (running == null) {
      return;
    }
    try {
      waiting.put(Optional.empty());
      running.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll(Lines lines) {
    try (lines) {
      List<Optional<AuditEvent>> batch = new ArrayList<>();
      long complained = System.nanoTime() - COMPLAIN_NANOS;
      do {
        batch.clear();
        batch.add(waiting.take());
        waiting.drainTo(batch);
        try {
          write(lines, batch);
        } catch (IOException e) {
          if (System.nanoTime() - complained >= COMPLAIN_NANOS) {
            complained = System.nanoTime();
            LOG.error("audit events are lost: the file does not take them", e);
          }
        }
      } while (!batch.contains(Optional.<AuditEvent>empty()));
    } catch (IOException e) {
      LOG.error("the audit log could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Lines lines, List<Optional<AuditEvent>> batch) throws IOException {
    for (Optional<AuditEvent> event : batch) {
      if (event.isPresent()) {
        lines.write(line(event.get()));
      }
    }
    lines.flush();
  }

  private static byte[] line(AuditEvent event) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(event.json());
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /** The client's own id if it is a sensible one. */
  private static String id(Exchange exchange) {
    String given = exchange.header(ID_HEADER).orElse("");
    if (!given.isEmpty() && given.length() <= MAX_ID && sensible(given)) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & (-1L >>> 2)) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  private static boolean sensible(String id) {
    return id.chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.');
  }

  /** Standard output, which stays open. */
  private record Printed(OutputStream out) implements Lines {
    @Override
    public void write(byte[] line) throws IOException {
      out.write(line);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() {}
  }
}
