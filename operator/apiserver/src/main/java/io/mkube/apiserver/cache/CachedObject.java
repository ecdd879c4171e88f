package io.mkube.apiserver.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.store.StoreKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object as it is stored, with what reads need of it without decoding: the stored bytes lack
 * {@code metadata.resourceVersion}, which is put in while they are sent. Immutable; thread-safe.
 */
public final class CachedObject {
  private static final byte[] VERSION_FIELD =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);

  private final StoreKey key;
  private final long revision;
  private final String uid;
  private final byte[] stored;
  private final int splice;
  private final boolean metadataEmpty;
  private final Map<String, String> labels;
  private final List<String> owners;
  private final boolean deleting;
  private volatile @Nullable Map<String, String> fields;

  private CachedObject(StoreKey key, long revision, String uid, byte[] stored, Scan scan) {
    this.key = key;
    this.revision = revision;
    this.uid = uid;
    this.stored = stored;
    this.splice = scan.splice;
    this.metadataEmpty = scan.metadataEmpty;
    this.labels = LabelSets.share(scan.labels);
    this.owners = List.copyOf(scan.owners);
    this.deleting = scan.deleting;
  }

  private CachedObject(CachedObject other, long revision) {
    this.key = other.key;
    this.revision = revision;
    this.uid = other.uid;
    this.stored = other.stored;
    this.splice = other.splice;
    this.metadataEmpty = other.metadataEmpty;
    this.labels = other.labels;
    this.owners = other.owners;
    this.deleting = other.deleting;
    this.fields = other.fields;
  }

  /**
   * Reads what is needed of stored bytes.
   *
   * @throws IllegalStateException if the bytes are not an object with metadata
   */
  public static CachedObject of(StoreKey key, long revision, String uid, byte[] stored) {
    return new CachedObject(key, revision, uid, stored, Scan.of(key, stored));
  }

  /** The same object as of another revision; shares everything else. */
  public CachedObject at(long otherRevision) {
    return otherRevision == revision ? this : new CachedObject(this, otherRevision);
  }

  public StoreKey key() {
    return key;
  }

  public String name() {
    return key.name();
  }

  public String namespace() {
    return key.namespace();
  }

  /** The {@code resourceVersion}. */
  public long revision() {
    return revision;
  }

  public String uid() {
    return uid;
  }

  public Map<String, String> labels() {
    return labels;
  }

  /** Uids of the owners. */
  public List<String> owners() {
    return owners;
  }

  /** Whether a deletion timestamp is set. */
  public boolean deleting() {
    return deleting;
  }

  /** Size of the stored bytes. */
  public int size() {
    return stored.length;
  }

  /** The stored bytes, without resourceVersion; not copied, not to be changed. */
  public byte[] stored() {
    return stored;
  }

  /** The object as clients read it. */
  public byte[] encoded() {
    byte[] version = version();
    byte[] bytes = new byte[stored.length + version.length];
    System.arraycopy(stored, 0, bytes, 0, splice);
    System.arraycopy(version, 0, bytes, splice, version.length);
    System.arraycopy(stored, splice, bytes, splice + version.length, stored.length - splice);
    return bytes;
  }

  /** Writes the object as clients read it. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(stored, 0, splice);
    out.write(version());
    out.write(stored, splice, stored.length - splice);
  }

  /** A fresh tree with resourceVersion. */
  public ObjectNode decode() {
    ObjectNode object = Json.read(stored);
    object.withObject("/metadata").put("resourceVersion", Long.toString(revision));
    return object;
  }

  /** The value of a selectable field; {@code reader} is asked at most once per field. */
  public String field(String name, Function<ObjectNode, String> reader) {
    if (name.equals("metadata.name")) {
      return key.name();
    }
    if (name.equals("metadata.namespace")) {
      return key.namespace();
    }
    Map<String, String> known = fields;
    if (known == null) {
      known = new ConcurrentHashMap<>(4);
      fields = known;
    }
    String value = known.get(name);
    if (value == null) {
      value = reader.apply(Json.read(stored));
      known.put(name, value);
    }
    return value;
  }

  @Override
  public String toString() {
    return key + "@" + revision;
  }

  private byte[] version() {
    byte[] digits = Long.toString(revision).getBytes(StandardCharsets.US_ASCII);
    int tail = metadataEmpty ? 1 : 2;
    byte[] field = new byte[VERSION_FIELD.length + digits.length + tail];
    System.arraycopy(VERSION_FIELD, 0, field, 0, VERSION_FIELD.length);
    System.arraycopy(digits, 0, field, VERSION_FIELD.length, digits.length);
    field[VERSION_FIELD.length + digits.length] = '"';
    if (!metadataEmpty) {
      field[field.length - 1] = ',';
    }
    return field;
  }

  /** One pass over the metadata; stops behind it, which is early because it is written first. */
  private static final class Scan {
    private int splice = -1;
    private boolean metadataEmpty;
    private final Map<String, String> labels = new HashMap<>();
    private final List<String> owners = new ArrayList<>();
    private boolean deleting;

    static Scan of(StoreKey key, byte[] stored) {
      Scan scan = new Scan();
      try (JsonParser parser = Json.FACTORY.createParser(stored)) {
        scan.findMetadata(parser);
      } catch (IOException e) {
        throw new IllegalStateException("the stored value of " + key + " is not readable", e);
      }
      if (scan.splice < 0) {
        throw new IllegalStateException("the stored value of " + key + " has no metadata");
      }
      return scan;
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
}
