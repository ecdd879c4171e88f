package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.negotiation.AcceptedMedia;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ResourceCatalog;
import io.mkube.apiserver.resource.ServedResource;
import java.util.Collection;
import java.util.List;

/** Aggregated discovery: everything in one document. */
final class AggregatedDocuments {
  static final String GROUP = "apidiscovery.k8s.io";
  static final String KIND = "APIGroupDiscoveryList";

  /** The versions of the document; they differ in their name only. */
  static final List<String> VERSIONS = List.of("v2", "v2beta1");

  private AggregatedDocuments() {}

  static String mediaType(AcceptedMedia.Versioned form) {
    String type = form.encoding().contentType();
    return type + ";g=" + GROUP + ";v=" + form.version() + ";as=" + KIND;
  }

  static ObjectNode groups(ResourceCatalog catalog, Collection<String> groups, String version) {
    ObjectNode document = Json.object();
    document.put("kind", KIND).put("apiVersion", GROUP + "/" + version);
    document.putObject("metadata");
    ArrayNode items = document.putArray("items");
    for (String group : groups) {
      items.add(group(catalog, group));
    }
    return document;
  }

  private static ObjectNode group(ResourceCatalog catalog, String group) {
    ObjectNode item = Json.object();
    ObjectNode metadata = item.putObject("metadata");
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    metadata.putNull("creationTimestamp");
    ArrayNode versions = item.putArray("versions");
    for (String version : catalog.versions(group)) {
      ObjectNode node = versions.addObject();
      node.put("version", version);
      ArrayNode resources = node.putArray("resources");
      for (ServedResource resource : catalog.in(group, version)) {
        resources.add(resource(resource.type()));
      }
      node.put("freshness", "Current");
    }
    return item;
  }

  private static ObjectNode resource(ResourceType type) {
    ObjectNode node = Json.object();
    node.put("resource", type.plural());
    node.set("responseKind", kind(type.kind()));
    node.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    node.put("singularResource", type.singular());
    texts(node, "verbs", type.verbs());
    texts(node, "shortNames", type.shortNames());
    texts(node, "categories", type.categories());
    if (!type.subresources().isEmpty()) {
      ArrayNode subresources = node.putArray("subresources");
      for (String name : type.subresources()) {
        Subresource sub = Subresource.of(type, name);
        ObjectNode child = subresources.addObject();
        child.put("subresource", name);
        child.set("responseKind", kind(sub.kind()));
        texts(child, "verbs", sub.verbs());
      }
    }
    return node;
  }

  private static ObjectNode kind(GroupVersionKind kind) {
    return Json.object()
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
  }

  private static void texts(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }
}
