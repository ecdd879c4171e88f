package io.mkube.store.nats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitoring port of a server, which tells what its clients cannot ask: how often it forces
 * what it has stored to the disk. Thread-safe.
 */
final class ServerMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerMonitor.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What nats-server takes for a {@code sync_interval} that its configuration does not have. */
  private static final Duration UNSET = Duration.ofMinutes(2);

  private final @Nullable URI address;
  private final @Nullable HttpClient client;
  private volatile Answer answer = new Answer.None();

  /** What is known. */
  sealed interface Answer {
    /** Nothing: there is no such port, or it was not asked yet. */
    record None() implements Answer {}

    /**
     * It does not answer.
     *
     * @param why for people
     */
    record Failed(String why) implements Answer {}

    /**
     * What it says.
     *
     * @param always whether each write is forced before it is acknowledged
     * @param interval time between forces otherwise
     */
    record Forced(boolean always, Duration interval) implements Answer {}
  }

  ServerMonitor(Optional<URI> address) {
    this.address =
        address.map(base -> URI.create(base.toString().replaceFirst("/*$", "/varz"))).orElse(null);
    this.client =
        address.isEmpty() ? null : HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  Answer answer() {
    return answer;
  }

  /** Where it is asked; null for nowhere. */
  @Nullable URI address() {
    return address;
  }

  /** Asks, without waiting for the answer. */
  void ask() {
    if (client == null || address == null) {
      return;
    }
    var unused =
        client
            .sendAsync(
                HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString())
            .handle(this::take);
  }

  private boolean take(@Nullable HttpResponse<String> reply, @Nullable Throwable failure) {
    Answer before = answer;
    Answer now =
        reply == null ? new Answer.Failed("does not answer: " + failure) : read(address, reply);
    answer = now;
    if (now instanceof Answer.Failed failed && !now.equals(before)) {
      LOG.warn("{} {}", address, failed.why());
    }
    return now instanceof Answer.Forced;
  }

  private static Answer read(@Nullable URI address, HttpResponse<String> reply) {
    if (reply.statusCode() != 200) {
      return new Answer.Failed("answers " + reply.statusCode());
    }
    try {
      return read(JsonParser.parse(reply.body()));
    } catch (JsonParseException | RuntimeException e) {
      LOG.debug("{}", address, e);
      return new Answer.Failed("is no monitoring port of nats-server");
    }
  }

  private static Answer read(JsonValue varz) {
    JsonValue config = member(member(varz, "jetstream"), "config");
    if (config == null) {
      return new Answer.Failed("tells nothing of JetStream");
    }
    JsonValue always = member(config, "sync_always");
    JsonValue interval = member(config, "sync_interval");
    long nanos = interval == null ? 0 : interval.l == null ? interval.i : interval.l;
    return new Answer.Forced(
        always != null && Boolean.TRUE.equals(always.bool),
        nanos > 0 ? Duration.ofNanos(nanos) : UNSET);
  }

  private static @Nullable JsonValue member(@Nullable JsonValue object, String name) {
    return object == null || object.map == null ? null : object.map.get(name);
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
