package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.negotiation.Representation.Encoding;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.protobuf.ProtobufObjects;
import io.mkube.apiserver.resource.ResourceCatalog;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The documents of one catalog, made when they are first asked for. They are large and most are
 * asked for once, so they go when memory is short. Thread-safe.
 */
final class DocumentCache {
  private final ResourceCatalog catalog;
  private final Map<String, SoftReference<CachedDocument>> documents = new ConcurrentHashMap<>();

  DocumentCache(ResourceCatalog catalog) {
    this.catalog = catalog;
  }

  ResourceCatalog catalog() {
    return catalog;
  }

  CachedDocument json(String name, Supplier<ObjectNode> source) {
    return encoded(name, Encoding.JSON, source);
  }

  CachedDocument protobuf(String name, Supplier<ObjectNode> source) {
    return encoded(name, Encoding.PROTOBUF, source);
  }

  CachedDocument yaml(String name, Supplier<ObjectNode> source) {
    return encoded(name, Encoding.YAML, source);
  }

  private CachedDocument encoded(String name, Encoding encoding, Supplier<ObjectNode> source) {
    return of(
        name + " " + encoding,
        () -> new CachedDocument(encoded(source.get(), encoding), encoding.contentType()));
  }

  static byte[] encoded(ObjectNode tree, Encoding encoding) {
    return switch (encoding) {
      case JSON -> Json.write(tree);
      case YAML -> yaml(tree);
      case PROTOBUF -> ProtobufObjects.encode(tree);
    };
  }

  private static byte[] yaml(ObjectNode tree) {
    try {
      return new YAMLMapper().writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document of a name, made by {@code source} if it is not there. */
  CachedDocument of(String name, Supplier<CachedDocument> source) {
    SoftReference<CachedDocument> reference = documents.get(name);
    CachedDocument found = reference == null ? null : reference.get();
    if (found == null) {
      found = source.get();
      documents.put(name, new SoftReference<>(found));
    }
    return found;
  }
}
