package io.mkube.routeros.simulator.microdns.rest;

import io.mkube.routeros.simulator.http.HttpCall;
import io.mkube.routeros.simulator.http.HttpHandler;
import io.mkube.routeros.simulator.http.HttpReply;
import io.mkube.routeros.simulator.http.HttpReply.Answer;
import io.mkube.routeros.simulator.journal.Call;
import io.mkube.routeros.simulator.journal.Call.Kind;
import io.mkube.routeros.simulator.journal.CallJournal;
import io.mkube.routeros.simulator.json.Json;
import io.mkube.routeros.simulator.json.JsonException;
import io.mkube.routeros.simulator.microdns.fault.MicroDnsFault;
import io.mkube.routeros.simulator.microdns.fault.MicroDnsFaults;
import io.mkube.routeros.simulator.microdns.zone.Dialect;
import io.mkube.routeros.simulator.microdns.zone.ZoneException;
import io.mkube.routeros.simulator.microdns.zone.ZoneRecord;
import io.mkube.routeros.simulator.microdns.zone.ZoneStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1}: zones and records; errors are plain text. Thread-safe. */
public final class MicroDnsRest implements HttpHandler {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Lists of the later server that a simulation without DHCP leaves empty. */
  private static final Set<String> LATER_LISTS =
      Set.of("dhcp/pools", "dhcp/reservations", "dns/forwarders");

  private final ZoneStore store;
  private final String apiKey;
  private final MicroDnsFaults faults;
  private final CallJournal journal;
  private final Clock clock;
  private final Instant started;

  /**
   * The REST interface of a store.
   *
   * @param apiKey key that changes need, empty for none
   */
  public MicroDnsRest(
      ZoneStore store, String apiKey, MicroDnsFaults faults, CallJournal journal, Clock clock) {
    this.store = store;
    this.apiKey = apiKey;
    this.faults = faults;
    this.journal = journal;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public HttpReply handle(HttpCall call) throws InterruptedException {
    long begin = System.nanoTime();
    HttpReply reply = answer(call);
    Kind kind = call.method().equals("GET") ? Kind.READ : Kind.WRITE;
    int status = reply instanceof Answer answer ? answer.status() : 0;
    long micros = (System.nanoTime() - begin) / 1000;
    journal.add(
        new Call(
            0,
            call.method(),
            call.path(),
            call.query(),
            "",
            "",
            kind,
            status,
            clock.instant(),
            micros));
    return reply;
  }

  private HttpReply answer(HttpCall call) throws InterruptedException {
    Duration latency = faults.latency();
    if (!latency.isZero()) {
      Thread.sleep(latency);
    }
    if (faults.strikes(MicroDnsFault.RESET)) {
      return new HttpReply.Reset();
    }
    if (faults.strikes(MicroDnsFault.INTERNAL_ERROR)) {
      return HttpReply.text(500, "internal server error");
    }
    boolean write = !call.method().equals("GET");
    if (write && !apiKey.isEmpty() && !keyMatches(call.headers().value("x-api-key"))) {
      return HttpReply.empty(401);
    }
    try {
      HttpReply reply = route(call);
      boolean done = reply instanceof Answer answer && answer.status() < 300;
      return write && done && faults.strikes(MicroDnsFault.LOST_REPLY)
          ? new HttpReply.Reset()
          : reply;
    } catch (ZoneException e) {
      return HttpReply.text(e.status(), e.text());
    } catch (IllegalArgumentException e) {
      return HttpReply.text(400, String.valueOf(e.getMessage()));
    }
  }

  private HttpReply route(HttpCall call) {
    List<String> segments = call.segments();
    boolean ours = segments.size() > 2 && segments.subList(0, 2).equals(List.of("api", "v1"));
    if (!ours) {
      return HttpReply.empty(404);
    }
    List<String> path = segments.subList(2, segments.size());
    return switch (path.getFirst()) {
      case "health" -> path.size() == 1 ? read(call, health()) : HttpReply.empty(404);
      case "zones" -> zones(call, path.subList(1, path.size()));
      default -> emptyLists(call, String.join("/", path));
    };
  }

  private HttpReply zones(HttpCall call, List<String> path) {
    return switch (path.size()) {
      case 0 ->
          switch (call.method()) {
            case "GET" -> list(Page.of(call, (offset, limit) -> store.zones(offset, limit)));
            case "POST" -> HttpReply.json(201, store.addZone(body(call)));
            default -> HttpReply.empty(405);
          };
      case 1 -> zone(call, uuid(path.getFirst()));
      case 2, 3 ->
          path.get(1).equals("records")
              ? records(call, uuid(path.getFirst()), path.subList(2, path.size()))
              : HttpReply.empty(404);
      default -> HttpReply.empty(404);
    };
  }

  private HttpReply zone(HttpCall call, String id) {
    return switch (call.method()) {
      case "GET" -> HttpReply.json(200, store.zone(id));
      case "DELETE" -> {
        store.removeZone(id);
        yield HttpReply.empty(204);
      }
      default -> HttpReply.empty(405);
    };
  }

  private HttpReply records(HttpCall call, String zoneId, List<String> path) {
    if (path.size() == 1) {
      return oneRecord(call, uuid(path.getFirst()));
    }
    return switch (call.method()) {
      case "GET" ->
          list(
              Page.of(
                  call,
                  (offset, limit) ->
                      store.records(zoneId, offset, limit).stream().map(this::json).toList()));
      case "POST" -> {
        store.zone(zoneId);
        ZoneStore.Added added = store.addRecord(zoneId, body(call));
        yield HttpReply.json(added.created() ? 201 : 200, json(added.row()));
      }
      default -> HttpReply.empty(405);
    };
  }

  /** The real server does not look whether the record is in the zone of the path either. */
  private HttpReply oneRecord(HttpCall call, String recordId) {
    return switch (call.method()) {
      case "GET" -> HttpReply.json(200, json(store.record(recordId)));
      case "PUT" -> HttpReply.json(200, json(store.changeRecord(recordId, body(call))));
      case "DELETE" -> {
        store.removeRecord(recordId);
        yield HttpReply.empty(204);
      }
      default -> HttpReply.empty(405);
    };
  }

  private HttpReply emptyLists(HttpCall call, String path) {
    boolean known =
        path.equals("leases") || (store.dialect() == Dialect.LATER && LATER_LISTS.contains(path));
    return known ? read(call, HttpReply.json(200, List.of())) : HttpReply.empty(404);
  }

  private HttpReply health() {
    boolean later = store.dialect() == Dialect.LATER;
    if (faults.strikes(MicroDnsFault.UNHEALTHY)) {
      Map<String, Object> sick = new LinkedHashMap<>();
      sick.put("status", "unhealthy");
      sick.put("check", "database");
      sick.put("error", "database could not be read");
      return later ? HttpReply.json(503, sick) : HttpReply.text(500, "internal server error");
    }
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "ok");
    health.put("version", later ? "0.9.1" : "0.1.0");
    health.put("zones", store.zoneCount());
    if (later) {
      Duration up = Duration.between(started, clock.instant());
      health.put("uptime_seconds", up.toSeconds());
      health.put(
          "uptime",
          up.toDays()
              + "d "
              + up.toHoursPart()
              + "h "
              + up.toMinutesPart()
              + "m "
              + up.toSecondsPart()
              + "s");
    }
    return HttpReply.json(200, health);
  }

  private HttpReply list(List<Map<String, @Nullable Object>> page) {
    Answer answer = (Answer) HttpReply.json(200, page);
    if (page.isEmpty() || !faults.strikes(MicroDnsFault.TRUNCATED_LIST)) {
      return answer;
    }
    byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
    return new Answer(200, answer.contentType(), half, Map.of());
  }

  private Map<String, @Nullable Object> json(ZoneRecord row) {
    return row.json(store.dialect());
  }

  private boolean keyMatches(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), apiKey.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpReply read(HttpCall call, HttpReply reply) {
    return call.method().equals("GET") ? reply : HttpReply.empty(405);
  }

  private static String uuid(String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw new ZoneException(400, "Invalid URL: Cannot parse `" + text + "` to a UUID");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> body(HttpCall call) {
    if (!call.headers().value("Content-Type").startsWith("application/json")) {
      throw new ZoneException(415, "Expected request with `Content-Type: application/json`");
    }
    try {
      if (Json.parse(call.body()) instanceof Map<?, ?>) {
        return Json.parseObject(call.body());
      }
      throw new ZoneException(
          422, "Failed to deserialize the JSON body into the target type: expected an object");
    } catch (JsonException e) {
      throw new ZoneException(400, "Failed to parse the request body as JSON: " + e.getMessage());
    }
  }
}
