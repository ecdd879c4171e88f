package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.openapi.IndexDocuments;
import io.mkube.apiserver.openapi.OpenApiV3;
import io.mkube.apiserver.openapi.PublishedType;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;

/**
 * The OpenAPI 3.0 documents of one catalog, by names such as {@code api/v1} and {@code
 * apis/apps/v1}. What a definition says is part of a document's hash without making it.
 */
final class OpenApiDocuments {
  private static final String GROUPS = "apis/";
  private final ResourceCatalog catalog;

  OpenApiDocuments(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  /** {@code /openapi/v3}: where the documents are, with a hash that changes with them. */
  ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    IndexDocuments.NAMES.forEach(name -> link(paths, name));
    for (String group : catalog.groups()) {
      if (!group.isEmpty()) {
        link(paths, GROUPS + group);
      }
      for (String version : catalog.versions(group)) {
        link(paths, name(group, version));
      }
    }
    return index;
  }

  private void link(ObjectNode paths, String name) {
    paths.putObject(name).put("serverRelativeURL", "/openapi/v3/" + name + "?hash=" + hash(name));
  }

  /** Whether there is a document of this name. */
  boolean has(String name) {
    return IndexDocuments.NAMES.contains(name) || isGroup(name) || !resources(name).isEmpty();
  }

  /** The hash of a document. */
  String hash(String name) {
    StringBuilder content = new StringBuilder(ServerVersion.document().toString()).append(name);
    for (ServedResource resource : resources(name)) {
      content.append(resource.type());
      if (resource.definition() != null) {
        content.append(resource.definition().openApiSchema().hash());
        resource.rules().fieldSelectors().keySet().stream().sorted().forEach(content::append);
      }
    }
    return Hash.of(content.toString());
  }

  /** A document that there is. */
  byte[] bytes(String name) {
    if (IndexDocuments.NAMES.contains(name)) {
      return Json.write(IndexDocuments.of(name));
    }
    if (isGroup(name)) {
      return Json.write(IndexDocuments.ofGroup(name.substring(GROUPS.length())));
    }
    Place place = Place.of(name);
    return Json.write(tree(place.group(), place.version()));
  }

  ObjectNode tree(String group, String version) {
    List<PublishedType> types =
        catalog.in(group, version).stream()
            .map(
                resource ->
                    new PublishedType(
                        resource.type(),
                        resource.definition() == null
                            ? null
                            : resource.definition().openApiSchema().read(),
                        resource.definition() == null
                            ? List.of()
                            : List.copyOf(resource.rules().fieldSelectors().keySet())))
            .toList();
    return OpenApiV3.document(group, version, types);
  }

  private boolean isGroup(String name) {
    return name.startsWith(GROUPS) && catalog.groups().contains(name.substring(GROUPS.length()));
  }

  private List<ServedResource> resources(String name) {
    Place place = Place.of(name);
    return catalog.in(place.group(), place.version());
  }

  private static String name(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }

  private record Place(String group, String version) {
    private static final Place NONE = new Place("", "");

    static Place of(String name) {
      String[] parts = name.split("/", -1);
      if (parts.length == 2 && parts[0].equals("api")) {
        return new Place("", parts[1]);
      }
      return parts.length == 3 && parts[0].equals("apis") && !parts[1].isEmpty()
          ? new Place(parts[1], parts[2])
          : NONE;
    }
  }
}
