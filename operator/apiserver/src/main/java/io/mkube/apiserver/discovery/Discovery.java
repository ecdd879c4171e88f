package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ResourceRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Answers everything below {@code /api}, {@code /apis} and {@code /openapi} that is no resource.
 */
public final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private static final List<String> PATHS =
      List.of(
          "/api",
          "/api/v1",
          "/apis",
          "/healthz",
          "/livez",
          "/metrics",
          "/openapi/v3",
          "/readyz",
          "/version");

  private final ResourceRegistry registry;
  private volatile OpenApiState openApi;

  public Discovery(ResourceRegistry registry) {
    this.registry = registry;
    ResourceCatalog catalog = registry.catalog();
    this.openApi = new OpenApiState(catalog, new OpenApiDocuments(catalog));
  }

  /**
   * Answers a request if it is about discovery.
   *
   * @return whether it was
   */
  public boolean answer(Exchange exchange) throws IOException {
    List<String> path = ResourcePath.segments(exchange.path());
    ResourceCatalog catalog = registry.catalog();
    if (path.isEmpty()) {
      send(exchange, root());
      return true;
    }
    return switch (path.getFirst()) {
      case "api" -> core(exchange, catalog, path);
      case "apis" -> named(exchange, catalog, path);
      case "openapi" -> openApi(exchange, catalog, path);
      case "version" -> path.size() == 1 && send(exchange, ServerVersion.document());
      default -> false;
    };
  }

  private static boolean core(Exchange exchange, ResourceCatalog catalog, List<String> path)
      throws IOException {
    if (path.size() == 1) {
      return aggregatedWanted(exchange)
          ? sendAggregated(exchange, AggregatedDocuments.groups(catalog, List.of("")))
          : send(exchange, LegacyDocuments.versions());
    }
    return path.size() == 2
        && catalog.versions("").contains(path.get(1))
        && send(exchange, LegacyDocuments.resources(catalog, "", path.get(1)));
  }

  private static boolean named(Exchange exchange, ResourceCatalog catalog, List<String> path)
      throws IOException {
    if (path.size() == 1) {
      List<String> groups = catalog.groups().stream().filter(group -> !group.isEmpty()).toList();
      return aggregatedWanted(exchange)
          ? sendAggregated(exchange, AggregatedDocuments.groups(catalog, groups))
          : send(exchange, LegacyDocuments.groups(catalog));
    }
    List<String> versions = path.get(1).isEmpty() ? List.of() : catalog.versions(path.get(1));
    if (path.size() == 2) {
      return !versions.isEmpty() && send(exchange, LegacyDocuments.group(catalog, path.get(1)));
    }
    return path.size() == 3
        && versions.contains(path.get(2))
        && send(exchange, LegacyDocuments.resources(catalog, path.get(1), path.get(2)));
  }

  private boolean openApi(Exchange exchange, ResourceCatalog catalog, List<String> path)
      throws IOException {
    if (path.size() < 2 || !path.get(1).equals("v3")) {
      return false;
    }
    OpenApiDocuments documents = documents(catalog);
    if (path.size() == 2) {
      return send(exchange, documents.index());
    }
    boolean core = path.size() == 4 && path.get(2).equals("api");
    boolean named = path.size() == 5 && path.get(2).equals("apis");
    if (!core && !named) {
      return false;
    }
    String group = core ? "" : path.get(3);
    String version = path.getLast();
    Optional<byte[]> document = documents.document(group, version);
    if (document.isEmpty()) {
      return false;
    }
    sendDocument(exchange, documents.hash(group, version), document.get());
    return true;
  }

  private OpenApiDocuments documents(ResourceCatalog catalog) {
    OpenApiState state = openApi;
    if (state.catalog() != catalog) {
      state = new OpenApiState(catalog, new OpenApiDocuments(catalog));
      openApi = state;
    }
    return state.documents();
  }

  /** A wrong hash is an old link; a right one may be kept for ever. */
  private static void sendDocument(Exchange exchange, String hash, byte[] document)
      throws IOException {
    AcceptedMedia.parse(exchange.headers("Accept")).plain();
    String asked = Query.parse(exchange.query()).text("hash");
    if (!asked.isEmpty() && !asked.equals(hash)) {
      exchange.addHeader("Location", exchange.path() + "?hash=" + hash);
      exchange.answer(302, AcceptedMedia.JSON, new byte[0]);
      return;
    }
    sendTagged(exchange, AcceptedMedia.JSON, hash, document);
  }

  private static boolean aggregatedWanted(Exchange exchange) {
    return AcceptedMedia.parse(exchange.headers("Accept"))
        .prefers("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList");
  }

  private static boolean sendAggregated(Exchange exchange, ObjectNode document) throws IOException {
    byte[] bytes = Json.write(document);
    exchange.addHeader("Vary", "Accept");
    sendTagged(exchange, AGGREGATED, Hash.of(bytes), bytes);
    return true;
  }

  private static boolean send(Exchange exchange, ObjectNode document) throws IOException {
    AcceptedMedia.parse(exchange.headers("Accept")).plain();
    byte[] bytes = Json.write(document);
    sendTagged(exchange, AcceptedMedia.JSON, Hash.of(bytes), bytes);
    return true;
  }

  private static void sendTagged(Exchange exchange, String contentType, String hash, byte[] bytes)
      throws IOException {
    String tag = "\"" + hash + "\"";
    exchange.addHeader("ETag", tag);
    if (exchange.header("If-None-Match").filter(value -> value.contains(tag)).isPresent()) {
      exchange.answer(304, contentType, new byte[0]);
      return;
    }
    boolean compressed =
        bytes.length > 128 << 10
            && exchange.header("Accept-Encoding").filter(v -> v.contains("gzip")).isPresent();
    if (compressed) {
      exchange.addHeader("Content-Encoding", "gzip");
    }
    exchange.answer(200, contentType, compressed ? gzip(bytes) : bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private ObjectNode root() {
    List<String> paths = new ArrayList<>(PATHS);
    ResourceCatalog catalog = registry.catalog();
    for (String group : catalog.groups()) {
      if (!group.isEmpty()) {
        paths.add("/apis/" + group);
        catalog.versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
      }
    }
    ObjectNode document = Json.object();
    ArrayNode array = document.putArray("paths");
    paths.stream().sorted().forEach(array::add);
    return document;
  }

  private record OpenApiState(ResourceCatalog catalog, OpenApiDocuments documents) {}
}
