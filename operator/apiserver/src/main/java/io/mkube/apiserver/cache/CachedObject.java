package io.mkube.apiserver.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.store.StoreKey;
import io.mkube.store.encoding.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final byte[] NOTHING = new byte[0];

  private final StoreKey key;
  private final long revision;
  private final String uid;
  private final Value content;
  private volatile MetadataScan.@Nullable Found metadata;
  private volatile @Nullable Map<String, String> fields;

  private CachedObject(
      StoreKey key,
      long revision,
      String uid,
      Value content,
      MetadataScan.@Nullable Found metadata) {
    this.key = key;
    this.revision = revision;
    this.uid = uid;
    this.content = content;
    this.metadata = metadata;
  }

  private CachedObject(CachedObject other, long revision) {
    this.key = other.key;
    this.revision = revision;
    this.uid = other.uid;
    this.content = other.content;
    this.metadata = other.metadata;
    this.fields = other.fields;
  }

  /** Holds a stored value, whose metadata is read when somebody asks for it. */
  public static CachedObject of(StoreKey key, long revision, String uid, Value content) {
    return new CachedObject(key, revision, uid, content, null);
  }

  /**
   * Encodes an object that is about to be written, and notes what {@link #of} would find in the
   * bytes. It has revision 0 until {@link #at} gives it the one of the write.
   *
   * @param omittedMetadata fields of the metadata that are not stored
   */
  public static CachedObject prepare(StoreKey key, ObjectNode object, Set<String> omittedMetadata) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    Json.EncodedObject encoded = Json.encode(object, omittedMetadata);
    return new CachedObject(
        key, 0, metadata.uid(), Value.of(encoded.bytes()), MetadataScan.of(metadata, encoded));
  }

  /** Whether this is the value of this very object. */
  boolean isStoredAs(String otherUid, Value other) {
    return uid.equals(otherUid)
        && (content == other || Arrays.equals(content.bytes(), other.bytes()));
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
    return metadata().labels();
  }

  /** Uids of the owners. */
  public List<String> owners() {
    return metadata().owners();
  }

  /** Whether a deletion timestamp is set. */
  public boolean deleting() {
    return metadata().deleting();
  }

  /** Size of the stored bytes. */
  public int size() {
    return content.length();
  }

  /** The stored bytes, without resourceVersion; not to be changed. */
  public Value content() {
    return content;
  }

  /** The object as clients read it. */
  public byte[] encoded() {
    return encoded(NOTHING, NOTHING);
  }

  /** The object as clients read it, between other bytes. */
  public byte[] encoded(byte[] before, byte[] after) {
    MetadataScan.Found place = metadata();
    byte[] stored = read();
    byte[] version = version(place);
    int splice = place.splice();
    byte[] bytes = new byte[before.length + stored.length + version.length + after.length];
    int at = copy(before, 0, before.length, bytes, 0);
    at = copy(stored, 0, splice, bytes, at);
    at = copy(version, 0, version.length, bytes, at);
    at = copy(stored, splice, stored.length - splice, bytes, at);
    copy(after, 0, after.length, bytes, at);
    return bytes;
  }

  /** Writes the object as clients read it. */
  public void writeTo(OutputStream out) throws IOException {
    MetadataScan.Found place = metadata();
    byte[] stored = read();
    int splice = place.splice();
    out.write(stored, 0, splice);
    out.write(version(place));
    out.write(stored, splice, stored.length - splice);
  }

  /** A fresh tree with resourceVersion. */
  public ObjectNode decode() {
    ObjectNode object = Json.read(read());
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
      value = reader.apply(Json.read(content.bytes()));
      known.put(name, value);
    }
    return value;
  }

  @Override
  public String toString() {
    return key + "@" + revision;
  }

  private static int copy(byte[] from, int offset, int length, byte[] to, int at) {
    System.arraycopy(from, offset, to, at, length);
    return at + length;
  }

  private byte[] read() {
    content.use();
    return content.bytes();
  }

  private MetadataScan.Found metadata() {
    MetadataScan.Found found = metadata;
    if (found == null) {
      found = MetadataScan.of(key, content.bytes());
      metadata = found;
    }
    return found;
  }

  private byte[] version(MetadataScan.Found place) {
    byte[] digits = Long.toString(revision).getBytes(StandardCharsets.US_ASCII);
    int tail = place.empty() ? 1 : 2;
    byte[] field = new byte[VERSION_FIELD.length + digits.length + tail];
    System.arraycopy(VERSION_FIELD, 0, field, 0, VERSION_FIELD.length);
    System.arraycopy(digits, 0, field, VERSION_FIELD.length, digits.length);
    field[VERSION_FIELD.length + digits.length] = '"';
    if (!place.empty()) {
      field[field.length - 1] = ',';
    }
    return field;
  }
}
