package io.mkube.app.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a running site listen, each as {@code host:port}; {@code null} for a part that
 * the process does not have. Kept as {@code endpoints.json} in the data directory, so that scripts
 * find the parts and a restart finds its ports again.
 *
 * @param api Kubernetes API
 * @param http plain HTTP: health and metrics
 * @param router REST interface of the simulated router
 * @param control control port of the simulated router
 * @param networks name servers by network
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Endpoints(
    @Nullable String api,
    @Nullable String http,
    @Nullable String router,
    @Nullable String control,
    Map<String, NameServer> networks) {
  /** Of a process that has not listened yet. */
  public static final Endpoints NONE = new Endpoints(null, null, null, null, Map.of());

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public Endpoints {
    networks = networks == null ? Map.of() : Map.copyOf(new TreeMap<>(networks));
  }

  /**
   * A name server.
   *
   * @param dns where it answers queries over UDP and TCP
   * @param microdns its REST interface
   */
  public record NameServer(String dns, String microdns) {}

  /** What the last process in this data directory wrote; {@link #NONE} if nothing readable. */
  public static Endpoints read(Path data) {
    try {
      return JSON.readValue(file(data).toFile(), Endpoints.class);
    } catch (IOException e) {
      return NONE; // only a wish for the same ports is lost
    }
  }

  /** The same with an API server. */
  public Endpoints with(String ofApi, @Nullable String ofHttp) {
    return new Endpoints(ofApi, ofHttp, router, control, networks);
  }

  /** Writes {@code endpoints.json} at once: a reader sees the old or the new content. */
  public void write(Path data) throws IOException {
    Path beside = Files.createTempFile(data, "endpoints", ".json");
    Files.writeString(beside, JSON.writeValueAsString(this) + "\n");
    Files.move(
        beside, file(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The port of an endpoint, 0 if there is none. */
  public static int port(@Nullable String endpoint) {
    return Optional.ofNullable(endpoint)
        .map(text -> text.substring(text.lastIndexOf(':') + 1))
        .filter(digits -> digits.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static Path file(Path data) {
    return data.resolve("endpoints.json");
  }
}
