package io.mkube.routeros.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.http.HttpLink;
import io.mkube.routeros.http.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;

/**
 * Sends console commands and reads what comes back. One request per call, nothing repeated: after
 * {@code Unreachable} the caller has to look before it acts again. Thread-safe.
 */
final class Console {
  // Without a charset: the device answers 415 to types that it does not know.
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = new JsonMapper();

  private final RestApi api;
  private final HttpLink link;
  private final String server;
  private final Duration readDeadline;
  private final Duration commandDeadline;
  private final Firmware firmware = new Firmware();

  Console(RouterOsConfig config, HttpLink link) {
    String base = config.url().toString();
    String path = config.url().getPath();
    String rest = path == null || path.isEmpty() || path.equals("/") ? "/rest/" : "/";
    this.api =
        new Retrofit.Builder()
            .baseUrl((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + rest)
            .callFactory(link.calls())
            .build()
            .create(RestApi.class);
    this.link = link;
    this.server = config.url().getAuthority();
    this.readDeadline = config.readDeadline();
    this.commandDeadline = config.commandDeadline();
  }

  /** What a command is about, for its messages. */
  Operation operation(String verb, Menu menu, String object) {
    return new Operation(verb + " " + menu.noun(), object, server);
  }

  /** The release that the device runs; asked for when it is not known or has become doubtful. */
  Release release() {
    return firmware.release(this::resource);
  }

  /** The row of {@code /system/resource} with all that is used of it. */
  Row resource() {
    Row row =
        settings(
            Menu.RESOURCE,
            List.of(
                "version",
                "architecture-name",
                "board-name",
                "platform",
                "cpu-count",
                "cpu-load",
                "total-memory",
                "free-memory",
                "uptime"));
    if (!firmware.seen(row)) {
      throw new DeviceException.Unintelligible(
          operation("read", Menu.RESOURCE, "")
              .failed("no RouterOS version in \"" + row.text("version") + "\""));
    }
    return row;
  }

  /** All rows of a menu. */
  List<Row> print(Menu menu, List<String> properties) {
    return print(menu, properties, Map.of());
  }

  /** The rows of a menu whose properties equal the given ones. */
  List<Row> print(Menu menu, List<String> properties, Map<String, String> equal) {
    Operation operation = operation("list", menu, String.join(" ", equal.values()));
    List<Row> rows = read(menu, properties, equal, operation);
    for (Row row : rows) {
      if (!menu.owns(row)) {
        throw new DeviceException.Unintelligible(
            operation.failed("answer is not one of /" + menu.path()));
      }
    }
    return rows;
  }

  /** The one row of a settings menu. */
  Row settings(Menu menu, List<String> properties) {
    Operation operation = operation("read", menu, "");
    List<Row> rows = read(menu, properties, Map.of(), operation);
    if (rows.size() != 1 || !menu.ownsSettings(rows.getFirst())) {
      throw new DeviceException.Unintelligible(
          operation.failed("answer is not one of /" + menu.path()));
    }
    return rows.getFirst();
  }

  /** Adds a row and returns its id. */
  String add(Menu menu, Arguments arguments, Operation operation) {
    List<Row> rows = run(menu, "add", arguments, operation);
    String id = rows.size() == 1 ? rows.getFirst().firstText("ret", ".id") : "";
    if (!id.startsWith("*")) {
      throw new DeviceException.Unintelligible(operation.failed("answer has no id of a new row"));
    }
    return id;
  }

  /** Runs a command of a menu. */
  List<Row> run(Menu menu, String command, Arguments arguments, Operation operation) {
    RequestBody body = RequestBody.create(encoded(arguments), JSON_TYPE);
    boolean namesRow = !command.equals("add");
    return send(api.run(menu.path(), command, body), operation, commandDeadline, namesRow);
  }

  private List<Row> read(
      Menu menu, List<String> properties, Map<String, String> equal, Operation operation) {
    // Even a filtered listing of files walks the trees of all disks.
    Duration deadline = menu.equals(Menu.FILE) ? commandDeadline : readDeadline;
    Call<ResponseBody> call = api.print(menu.path(), String.join(",", properties), equal);
    return send(call, operation, deadline, false);
  }

  private List<Row> send(
      Call<ResponseBody> call, Operation operation, Duration deadline, boolean namesRow) {
    try {
      Response<ResponseBody> response = link.send(call, operation, deadline);
      if (!response.isSuccessful()) {
        throw Refusal.of(response.code(), bytes(response.errorBody()), operation, namesRow);
      }
      byte[] body = bytes(response.body());
      List<Row> rows = Row.parse(body);
      if (rows.isEmpty() && call.request().method().equals("GET") && !Row.isList(body)) {
        throw new DeviceException.Unintelligible(operation.failed("answer is empty"));
      }
      return rows;
    } catch (Row.Garbled e) {
      throw new DeviceException.Unintelligible(operation.failed("answer is " + e.getMessage()), e);
    } catch (DeviceException.Unreachable | DeviceException.Unsupported e) {
      // The device may come back with another release.
      firmware.doubt();
      throw e;
    } catch (IOException e) {
      throw new DeviceException.Unreachable(operation.failed("answer broke off"), e);
    }
  }

  private static byte[] bytes(@Nullable ResponseBody body) throws IOException {
    return body == null ? new byte[0] : body.bytes();
  }

  private static byte[] encoded(Arguments arguments) {
    try {
      return JSON.writeValueAsBytes(arguments.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts has no JSON", e);
    }
  }
}
