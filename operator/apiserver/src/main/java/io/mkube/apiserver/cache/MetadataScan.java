package io.mkube.apiserver.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.store.StoreKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What reads need of an object's metadata, found in a tree or in stored bytes. */
final class MetadataScan {
  private int splice = -1;
  private boolean metadataEmpty;
  private final Map<String, String> labels = new HashMap<>();
  private final List<String> owners = new ArrayList<>();
  private boolean deleting;

  /** Takes it from the tree that was encoded. */
  static Found of(ObjectMetadata metadata, Json.EncodedObject encoded) {
    MetadataScan scan = new MetadataScan();
    scan.splice = encoded.metadataAt();
    scan.metadataEmpty = encoded.metadataEmpty();
    scan.labels.putAll(metadata.labels());
    metadata.node().path("ownerReferences").forEach(scan::addOwner);
    scan.deleting = metadata.node().hasNonNull("deletionTimestamp");
    return scan.found();
  }

  /** One pass over the metadata; stops behind it, which is early because it is written first. */
  static Found of(StoreKey key, byte[] stored) {
    MetadataScan scan = new MetadataScan();
    try (JsonParser parser = Json.FACTORY.createParser(stored)) {
      scan.findMetadata(parser);
    } catch (IOException e) {
      throw new IllegalStateException("the stored value of " + key + " is not readable", e);
    }
    if (scan.splice < 0) {
      throw new IllegalStateException("the stored value of " + key + " has no metadata");
    }
    return scan.found();
  }

  /**
   * What was found.
   *
   * @param splice where the resourceVersion goes
   * @param empty whether there is nothing in the metadata
   * @param labels labels, shared with other objects
   * @param owners uids of the owners
   * @param deleting whether a deletion timestamp is set
   */
  record Found(
      int splice,
      boolean empty,
      Map<String, String> labels,
      List<String> owners,
      boolean deleting) {
    Found {
      labels = LabelSets.share(labels);
      owners = List.copyOf(owners);
    }
  }

  private Found found() {
    return new Found(splice, metadataEmpty, labels, owners, deleting);
  }

  private void addOwner(JsonNode owner) {
    if (owner.has("uid")) {
      owners.add(owner.path("uid").asText());
    }
  }

  private void findMetadata(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean metadata = parser.currentName().equals("metadata");
      JsonToken value = parser.nextToken();
      if (metadata && value == JsonToken.START_OBJECT) {
        splice = (int) parser.currentLocation().getByteOffset();
        readMetadata(parser);
        return;
      }
      parser.skipChildren();
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    metadataEmpty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      metadataEmpty = false;
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "labels" -> readLabels(parser);
        case "ownerReferences" -> readOwners(parser);
        case "deletionTimestamp" -> deleting = parser.currentToken() != JsonToken.VALUE_NULL;
        default -> parser.skipChildren();
      }
    }
  }

  private void readLabels(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      labels.put(name, parser.getValueAsString(""));
    }
  }

  private void readOwners(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean uid = parser.currentName().equals("uid");
        parser.nextToken();
        if (uid) {
          owners.add(parser.getValueAsString(""));
        } else {
          parser.skipChildren();
        }
      }
    }
  }
}
