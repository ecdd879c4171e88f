package io.mkube.routeros.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * One request and its answer, from a file below {@code wire/} on the class path. The README beside
 * the files says what the members mean.
 *
 * @param name file name without ending
 * @param inferred whether something in the answer is reasoned
 * @param source where it is known from
 * @param version release that answers so
 * @param given steps that lead to the state before
 * @param request request
 * @param response answer
 */
public record WireExchange(
    String name,
    boolean inferred,
    String source,
    String version,
    List<Step> given,
    Request request,
    Response response) {
  private static final JsonMapper JSON = new JsonMapper();

  /** All exchanges in the order of their names. */
  public static List<WireExchange> all() {
    try {
      List<WireExchange> exchanges = new ArrayList<>();
      for (String name : names()) {
        exchanges.add(named(name));
      }
      return List.copyOf(exchanges);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exchange of a name. */
  public static WireExchange named(String name) {
    try (InputStream in = WireExchange.class.getResourceAsStream("/wire/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no wire file " + name);
      }
      JsonNode json = JSON.readTree(in);
      List<Step> given = new ArrayList<>();
      for (JsonNode step : json.path("given")) {
        given.add(Step.of(step));
      }
      return new WireExchange(
          json.required("name").textValue(),
          json.required("inferred").booleanValue(),
          json.required("source").textValue(),
          json.required("version").textValue(),
          List.copyOf(given),
          Request.of(json.required("request")),
          Response.of(json.required("response")));
    } catch (IOException e) {
      throw new UncheckedIOException("wire file " + name, e);
    }
  }

  // From a folder when this module is tested, from a jar when another one uses its files.
  private static List<String> names() throws IOException {
    URL readme = WireExchange.class.getResource("/wire/README.md");
    if (readme == null) {
      throw new IllegalStateException("no wire files on the class path");
    }
    URLConnection connection = readme.openConnection();
    if (connection instanceof JarURLConnection jar) {
      try (Stream<JarEntry> entries = jar.getJarFile().stream()) {
        return names(entries.map(ZipEntry::getName));
      }
    }
    Path folder = Path.of(URI.create(readme.toString())).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return names(files.map(file -> "wire/" + file.getFileName()));
    }
  }

  private static List<String> names(Stream<String> entries) {
    return entries
        .filter(entry -> entry.startsWith("wire/") && entry.endsWith(".json"))
        .map(entry -> entry.substring("wire/".length(), entry.length() - ".json".length()))
        .sorted()
        .toList();
  }

  private static JsonNode body(JsonNode holder) {
    return holder.path("body");
  }

  /** A step towards the state before an exchange. */
  public sealed interface Step {
    /**
     * A request.
     *
     * @param request request
     * @param returns the id that the exchange uses for the new row; empty if none is made
     */
    record Send(Request request, String returns) implements Step {}

    /**
     * Wait until a property of the only row of a menu has a value.
     *
     * @param path path of the menu
     * @param property property
     * @param value value
     */
    record Until(String path, String property, String value) implements Step {}

    private static Step of(JsonNode json) {
      JsonNode until = json.path("until");
      return until.isMissingNode()
          ? new Send(Request.of(json), json.path("returns").asText(""))
          : new Until(
              until.required("path").textValue(),
              until.required("property").textValue(),
              until.required("value").textValue());
    }
  }

  /**
   * A request.
   *
   * @param method HTTP method
   * @param path path with query
   * @param body JSON; missing for GET
   */
  public record Request(String method, String path, JsonNode body) {
    private static Request of(JsonNode json) {
      return new Request(
          json.required("method").textValue(),
          json.required("path").textValue(),
          WireExchange.body(json));
    }

    /** Whether there is a body. */
    public boolean hasBody() {
      return !(body instanceof MissingNode);
    }
  }

  /**
   * An answer.
   *
   * @param status HTTP status
   * @param headers headers that matter
   * @param body JSON
   */
  public record Response(int status, Map<String, String> headers, JsonNode body) {
    private static Response of(JsonNode json) {
      Map<String, String> headers = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
        headers.put(header.getKey(), header.getValue().textValue());
      }
      return new Response(
          json.required("status").intValue(),
          Collections.unmodifiableMap(headers),
          WireExchange.body(json));
    }
  }
}
