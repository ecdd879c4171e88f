package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.openapi.OpenApiV3;
import io.mkube.apiserver.openapi.PublishedType;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI documents of one catalog. A document is made when it is first asked for; what a
 * definition says is part of the hash without making it.
 */
final class OpenApiDocuments {
  private final ResourceCatalog catalog;
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

  OpenApiDocuments(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  /** {@code /openapi/v3}: where the documents are, with a hash that changes with them. */
  ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (String group : catalog.groups()) {
      for (String version : catalog.versions(group)) {
        String path = path(group, version);
        paths
            .putObject(path)
            .put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(group, version));
      }
    }
    return index;
  }

  /** The hash of the document of a group and version. */
  String hash(String group, String version) {
    StringBuilder content = new StringBuilder(ServerVersion.document().toString());
    for (ServedResource resource : catalog.in(group, version)) {
      content.append(resource.type());
      if (resource.definition() != null) {
        content.append(resource.definition().openApiSchema());
      }
    }
    return Hash.of(content.toString());
  }

  /** The document of a group and version, empty if it is not served. */
  Optional<byte[]> document(String group, String version) {
    List<ServedResource> resources = catalog.in(group, version);
    if (resources.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        documents.computeIfAbsent(path(group, version), path -> make(group, version, resources)));
  }

  private static byte[] make(String group, String version, List<ServedResource> resources) {
    List<PublishedType> types =
        resources.stream()
            .map(
                resource ->
                    new PublishedType(
                        resource.type(),
                        resource.definition() == null
                            ? null
                            : resource.definition().openApiSchema()))
            .toList();
    return Json.write(OpenApiV3.document(group, version, types));
  }

  private static String path(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }
}
