package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.negotiation.Representation;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ResourceRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers everything below {@code /api}, {@code /apis} and {@code /openapi} that is no resource.
 */
public final class Discovery {
  private static final List<String> PATHS =
      List.of(
          "/api",
          "/api/v1",
          "/apis",
          "/healthz",
          "/livez",
          "/metrics",
          "/openapi/v2",
          "/openapi/v3",
          "/readyz",
          "/version");

  private final ResourceRegistry registry;
  private final Supplier<String> server;
  private final OpenApiAnswers openApi = new OpenApiAnswers();
  private volatile DocumentCache cache;

  /**
   * @param server tells host and port under which others find this server
   */
  public Discovery(ResourceRegistry registry, Supplier<String> server) {
    this.registry = registry;
    this.server = server;
    this.cache = new DocumentCache(registry.catalog());
  }

  /** Whether a path is one of discovery, for the methods that it knows. */
  public static boolean serves(String path) {
    List<String> segments = ResourcePath.segments(path);
    return segments.isEmpty()
        || List.of("api", "apis", "openapi", "version").contains(segments.getFirst());
  }

  /** Whether a path is routed by its method, so that there is a GET and no HEAD. */
  public static boolean routed(String path) {
    List<String> segments = ResourcePath.segments(path);
    return !segments.isEmpty()
        && switch (segments.getFirst()) {
          case "api", "version" -> true;
          case "apis" -> segments.size() > 2;
          default -> false;
        };
  }

  /**
   * Answers a request if it is about discovery.
   *
   * @return whether it was
   */
  public boolean answer(Exchange exchange) throws IOException {
    List<String> path = ResourcePath.segments(exchange.path());
    DocumentCache documents = documents();
    if (path.isEmpty()) {
      documents.json("/", () -> root(documents.catalog())).sendReadable(exchange);
      return true;
    }
    return switch (path.getFirst()) {
      case "api" -> core(exchange, documents, path);
      case "apis" -> named(exchange, documents, path);
      case "openapi" -> openApi.answer(exchange, documents, path);
      case "version" -> path.size() == 1 && version(exchange, documents);
      default -> false;
    };
  }

  /** Always JSON, whatever the client accepts. */
  private static boolean version(Exchange exchange, DocumentCache documents) throws IOException {
    documents.json("/version", ServerVersion::document).sendReadable(exchange);
    return true;
  }

  private DocumentCache documents() {
    ResourceCatalog catalog = registry.catalog();
    DocumentCache found = cache;
    if (found.catalog() != catalog) {
      found = new DocumentCache(catalog);
      cache = found;
    }
    return found;
  }

  private boolean core(Exchange exchange, DocumentCache documents, List<String> path)
      throws IOException {
    ResourceCatalog catalog = documents.catalog();
    if (path.size() == 1) {
      Optional<AcceptedMedia.Versioned> aggregated = aggregated(exchange);
      return aggregated.isPresent()
          ? sendAggregated(exchange, documents, "/api", List.of(""), aggregated.get())
          : send(exchange, documents, "/api", () -> LegacyDocuments.versions(server.get()));
    }
    return path.size() == 2
        && catalog.versions("").contains(path.get(1))
        && sendResources(exchange, documents, "", path.get(1));
  }

  private static boolean named(Exchange exchange, DocumentCache documents, List<String> path)
      throws IOException {
    ResourceCatalog catalog = documents.catalog();
    if (path.size() == 1) {
      Optional<AcceptedMedia.Versioned> aggregated = aggregated(exchange);
      List<String> groups = catalog.groups().stream().filter(group -> !group.isEmpty()).toList();
      return aggregated.isPresent()
          ? sendAggregated(exchange, documents, "/apis", groups, aggregated.get())
          : send(exchange, documents, "/apis", () -> LegacyDocuments.groups(catalog));
    }
    String group = path.get(1);
    List<String> versions = group.isEmpty() ? List.of() : catalog.versions(group);
    if (path.size() == 2) {
      return !versions.isEmpty()
          && send(
              exchange, documents, "/apis/" + group, () -> LegacyDocuments.group(catalog, group));
    }
    return path.size() == 3
        && versions.contains(path.get(2))
        && sendResources(exchange, documents, group, path.get(2));
  }

  private static boolean sendResources(
      Exchange exchange, DocumentCache documents, String group, String version) throws IOException {
    return send(
        exchange,
        documents,
        "/apis/" + group + "/" + version,
        () -> LegacyDocuments.resources(documents.catalog(), group, version));
  }

  /** The form of aggregated discovery that a client wants rather than the plain documents. */
  private static Optional<AcceptedMedia.Versioned> aggregated(Exchange exchange) {
    return AcceptedMedia.parse(exchange.headers("Accept"))
        .preferred(
            AggregatedDocuments.GROUP, AggregatedDocuments.VERSIONS, AggregatedDocuments.KIND);
  }

  private static boolean sendAggregated(
      Exchange exchange,
      DocumentCache documents,
      String path,
      List<String> groups,
      AcceptedMedia.Versioned wanted)
      throws IOException {
    CachedDocument document =
        documents.of(
            path + " " + wanted.version() + " " + wanted.encoding(),
            () ->
                new CachedDocument(
                    DocumentCache.encoded(
                        AggregatedDocuments.groups(documents.catalog(), groups, wanted.version()),
                        wanted.encoding()),
                    AggregatedDocuments.mediaType(wanted)));
    exchange.addHeader("Vary", "Accept");
    if (wanted.encoding() == Encoding.JSON) {
      document.sendReadable(exchange);
    } else {
      document.send(exchange);
    }
    return true;
  }

  private static boolean send(
      Exchange exchange, DocumentCache documents, String name, Supplier<ObjectNode> source)
      throws IOException {
    switch (AcceptedMedia.parse(exchange.headers("Accept")).plain(true)) {
      case Representation.Protobuf protobuf -> documents.protobuf(name, source).send(exchange);
      case Representation.Yaml yaml -> documents.yaml(name, source).send(exchange);
      default -> documents.json(name, source).sendReadable(exchange);
    }
    return true;
  }

  private static ObjectNode root(ResourceCatalog catalog) {
    List<String> paths = new ArrayList<>(PATHS);
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
}
