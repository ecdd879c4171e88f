package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;

/** The discovery documents that every client understands: one for each group and version. */
final class LegacyDocuments {
  private LegacyDocuments() {}

  /**
   * The versions of the core group.
   *
   * @param server host and port under which clients of every network find the server
   */
  static ObjectNode versions(String server) {
    ObjectNode document = Json.object();
    document.put("kind", "APIVersions");
    document.putArray("versions").add("v1");
    document
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", server);
    return document;
  }

  static ObjectNode groups(ResourceCatalog catalog) {
    ObjectNode document = Json.object();
    document.put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = document.putArray("groups");
    for (String group : catalog.groups()) {
      if (!group.isEmpty()) {
        groups.add(fill(Json.object(), catalog, group));
      }
    }
    return document;
  }

  static ObjectNode group(ResourceCatalog catalog, String group) {
    ObjectNode document = Json.object();
    document.put("kind", "APIGroup").put("apiVersion", "v1");
    return fill(document, catalog, group);
  }

  static ObjectNode resources(ResourceCatalog catalog, String group, String version) {
    ObjectNode document = Json.object();
    document.put("kind", "APIResourceList").put("apiVersion", "v1");
    document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = document.putArray("resources");
    for (ServedResource served : catalog.in(group, version)) {
      ResourceType type = served.type();
      ObjectNode resource = entry(type, type.plural(), type.singular(), type.kind().kind());
      texts(resource, "verbs", type.verbs());
      texts(resource, "shortNames", type.shortNames());
      texts(resource, "categories", type.categories());
      if (type.verbs().contains("list")) {
        resource.put("storageVersionHash", Hash.ofStorage(served));
      }
      resources.add(resource);
      for (String name : type.subresources()) {
        Subresource sub = Subresource.of(type, name);
        ObjectNode node = entry(type, type.plural() + "/" + name, "", sub.kind().kind());
        if (!sub.kind().apiVersion().equals(type.kind().apiVersion())) {
          node.put("group", sub.kind().group()).put("version", sub.kind().version());
        }
        texts(node, "verbs", sub.verbs());
        resources.add(node);
      }
    }
    return document;
  }

  private static ObjectNode entry(ResourceType type, String name, String singular, String kind) {
    return Json.object()
        .put("name", name)
        .put("singularName", singular)
        .put("namespaced", type.namespaced())
        .put("kind", kind);
  }

  private static void texts(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }

  private static ObjectNode fill(ObjectNode document, ResourceCatalog catalog, String group) {
    document.put("name", group);
    ArrayNode versions = document.putArray("versions");
    for (String version : catalog.versions(group)) {
      versions.add(version(group, version));
    }
    document.set("preferredVersion", version(group, catalog.versions(group).getFirst()));
    return document;
  }

  private static ObjectNode version(String group, String version) {
    return Json.object().put("groupVersion", group + "/" + version).put("version", version);
  }
}
