package io.mkube.routeros.microdns;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mkube.routeros.CallListener;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.TlsTrust;
import io.mkube.routeros.http.HttpLink;
import io.mkube.routeros.http.HttpLink.Limits;
import io.mkube.routeros.http.Operation;
import io.mkube.routeros.microdns.MicroDnsApi.Identified;
import io.mkube.routeros.microdns.MicroDnsApi.NewRecord;
import io.mkube.routeros.microdns.MicroDnsApi.NewZone;
import io.mkube.routeros.microdns.MicroDnsApi.RecordBody;
import io.mkube.routeros.microdns.MicroDnsApi.ZoneBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/** A microdns server over its REST interface. */
public final class MicroDns implements DnsZones, AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  // A cycle of many pods queues many short calls; each has its own deadline once it is sent.
  private static final Duration QUEUE = Duration.ofSeconds(30);

  private final HttpLink link;
  private final MicroDnsApi api;
  private final String server;

  private MicroDns(URI endpoint, @Nullable String apiKey, CallListener listener) {
    this.server = endpoint.getAuthority();
    this.link =
        new HttpLink(
            new Limits(2, 2, QUEUE, DEADLINE, Duration.ofSeconds(30)),
            new TlsTrust.PublicAuthorities(),
            chain ->
                chain.proceed(
                    apiKey == null
                        ? chain.request()
                        : chain.request().newBuilder().header("x-api-key", apiKey).build()),
            listener);
    this.api =
        new Retrofit.Builder()
            .baseUrl(base(endpoint))
            .callFactory(link.calls())
            .addConverterFactory(JacksonConverterFactory.create(JSON))
            .build()
            .create(MicroDnsApi.class);
  }

  /** A server that asks for no key, as {@link #connect(URI, String, CallListener)}. */
  public static MicroDns connect(URI endpoint) {
    return connect(endpoint, null);
  }

  /** Without a listener, as {@link #connect(URI, String, CallListener)}. */
  public static MicroDns connect(URI endpoint, @Nullable String apiKey) {
    return connect(endpoint, apiKey, CallListener.NONE);
  }

  /**
   * Hands out the zones of a server. Nothing is sent yet.
   *
   * @param endpoint such as {@code http://192.168.200.2:8080}; without a path {@code /api/v1} is
   *     meant
   * @param apiKey the server's {@code api.rest.api_key}, null for none
   * @throws IllegalArgumentException if the endpoint is not an http or https address
   */
  public static MicroDns connect(URI endpoint, @Nullable String apiKey, CallListener listener) {
    String scheme = endpoint.getScheme();
    if (endpoint.getHost() == null
        || endpoint.getUserInfo() != null
        || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException(
          "DNS endpoint: not of the form http://host:port or https://host:port");
    }
    return new MicroDns(endpoint, apiKey, listener);
  }

  @Override
  public List<DnsZone> zones() {
    Operation operation = new Operation("list zones", "", server);
    return Pages.readAll((limit, offset) -> page(api.zones(limit, offset), operation), operation)
        .stream()
        .map(body -> zone(body, operation))
        .toList();
  }

  @Override
  public DnsZone ensureZone(String name) {
    String wanted = withoutDot(name).toLowerCase(Locale.ROOT);
    Optional<DnsZone> known = find(wanted);
    if (known.isPresent()) {
      return known.get();
    }
    Operation operation = new Operation("add zone", wanted, server);
    try {
      return zone(body(send(api.addZone(new NewZone(wanted)), operation), operation), operation);
    } catch (DeviceException.Duplicate anotherWasFaster) {
      return find(wanted).orElseThrow(() -> anotherWasFaster);
    }
  }

  @Override
  public void removeZone(String zoneId) {
    removed(api.removeZone(zoneId), new Operation("remove zone", zoneId, server));
  }

  @Override
  public List<DnsRecord> records(String zoneId) {
    Operation operation = new Operation("list records of zone", zoneId, server);
    return Pages.readAll(
            (limit, offset) -> page(api.records(zoneId, limit, offset), operation), operation)
        .stream()
        .filter(body -> !Boolean.FALSE.equals(body.enabled()))
        .map(body -> record(body, operation))
        .toList();
  }

  @Override
  public DnsRecord addRecord(String zoneId, String name, int ttlSeconds, RecordData data) {
    // Names keep their case but questions do not: with an upper-case letter it is never found.
    String lower = name.toLowerCase(Locale.ROOT);
    Operation operation = new Operation("add record", lower, server);
    NewRecord record = new NewRecord(lower, ttlSeconds, RecordJson.write(data));
    return record(body(send(api.addRecord(zoneId, record), operation), operation), operation);
  }

  @Override
  public void removeRecord(String zoneId, String recordId) {
    removed(api.removeRecord(zoneId, recordId), new Operation("remove record", recordId, server));
  }

  /** Closes the connections; calls in flight are cut. */
  @Override
  public void close() {
    link.close();
  }

  private Optional<DnsZone> find(String name) {
    return zones().stream().filter(zone -> zone.name().equalsIgnoreCase(name)).findFirst();
  }

  private <T extends Identified> List<T> page(Call<List<T>> call, Operation operation) {
    return body(send(call, operation), operation);
  }

  private void removed(Call<ResponseBody> call, Operation operation) {
    try {
      send(call, operation);
    } catch (DeviceException.Missing gone) {
      // What the caller wants is so.
      return;
    }
  }

  private <T> Response<T> send(Call<T> call, Operation operation) {
    Response<T> response = link.send(call, operation, DEADLINE);
    if (!response.isSuccessful()) {
      throw refusal(response, operation);
    }
    return response;
  }

  private static <T> T body(Response<T> response, Operation operation) {
    T body = response.body();
    if (body == null) {
      throw new DeviceException.Unintelligible(operation.failed("answer is empty"));
    }
    return body;
  }

  // Errors are plain text, never JSON.
  private static DeviceException refusal(Response<?> response, Operation operation) {
    int status = response.code();
    String said = text(response.errorBody());
    String message =
        operation.failed("server answered " + status + (said.isBlank() ? "" : " (" + said + ")"));
    return switch (status) {
      case 401, 403 -> new DeviceException.Unauthorized(message);
      case 404 -> new DeviceException.Missing(message);
      case 405 -> new DeviceException.Unsupported(message);
      case 408, 429 -> new DeviceException.Unreachable(message);
      case 409 -> new DeviceException.Duplicate(message);
      default -> {
        if (status >= 500) {
          yield new DeviceException.Unreachable(message);
        }
        yield status < 400
            ? new DeviceException.Unintelligible(message)
            : new DeviceException.Rejected(message);
      }
    };
  }

  private static String text(@Nullable ResponseBody body) {
    try {
      String text = body == null ? "" : body.string().strip();
      return text.startsWith("<") ? "a web page" : text;
    } catch (IOException e) {
      return "";
    }
  }

  private static DnsZone zone(ZoneBody body, Operation operation) {
    return new DnsZone(
        required(body.id(), "id", operation), withoutDot(required(body.name(), "name", operation)));
  }

  private static DnsRecord record(RecordBody body, Operation operation) {
    JsonNode data = body.data();
    try {
      return new DnsRecord(
          required(body.id(), "id", operation),
          required(body.name(), "name", operation).toLowerCase(Locale.ROOT),
          body.ttl(),
          RecordJson.read(Objects.requireNonNullElse(data, MissingNode.getInstance())));
    } catch (IllegalArgumentException e) {
      throw new DeviceException.Unintelligible(operation.failed(String.valueOf(e.getMessage())), e);
    }
  }

  private static String required(@Nullable String value, String member, Operation operation) {
    if (value == null || value.isEmpty()) {
      throw new DeviceException.Unintelligible(operation.failed("answer has no " + member));
    }
    return value;
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? withoutDot(name.substring(0, name.length() - 1)) : name;
  }

  private static String base(URI endpoint) {
    String text = endpoint.toString();
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String path = endpoint.getPath();
    return bare + (path == null || path.isEmpty() || path.equals("/") ? "/api/v1/" : "/");
  }
}
