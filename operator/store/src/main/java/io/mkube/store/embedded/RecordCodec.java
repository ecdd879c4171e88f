package io.mkube.store.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.store.Change;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.encoding.Template;
import io.mkube.store.encoding.Value;
import io.mkube.store.encoding.ValueCompression;
import io.mkube.store.encoding.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Records as the package describes them. */
final class RecordCodec {
  private static final int DELETE = 1;
  private static final int COMPRESSED = 2;
  private static final int PREVIOUS_UID = 4;
  private static final int PACKED = 8;
  private static final int TEMPLATE = 16;
  private static final int LOG_FLAGS = DELETE | COMPRESSED | PREVIOUS_UID;
  private static final int SNAPSHOT_FLAGS = COMPRESSED | PACKED | TEMPLATE;

  /** Bytes that the record of an object takes at least. */
  static final int SMALLEST_OBJECT = 10;

  /** Bytes of the length of a record at most, as those of an int. */
  private static final int LONGEST_LENGTH = 5;

  private final int knownFlags;

  /** Those of a snapshot, in their order. */
  private final List<Template> templates = new ArrayList<>();

  /** Group, resource and namespace repeat in every object; they are held once. */
  private final Map<String, String> words = new ConcurrentHashMap<>();

  private RecordCodec(int knownFlags) {
    this.knownFlags = knownFlags;
  }

  /** Reads records of log segments. */
  static RecordCodec ofLog() {
    return new RecordCodec(LOG_FLAGS);
  }

  /** Reads records of one snapshot of a format. */
  static RecordCodec ofSnapshot(int version) {
    return new RecordCodec(version == 1 ? LOG_FLAGS : SNAPSHOT_FLAGS);
  }

  /**
   * What was read.
   *
   * @param change the change, or the live object of a snapshot as a put
   * @param previousUid uid of the value before, if it was another one
   */
  record Decoded(Change change, @Nullable String previousUid) {}

  /** Key and uid as they stand in the record. */
  static byte[] encodeName(StoreKey key, String uid) {
    byte[] group = key.group().getBytes(UTF_8);
    byte[] resource = key.resource().getBytes(UTF_8);
    byte[] namespace = key.namespace().getBytes(UTF_8);
    byte[] name = key.name().getBytes(UTF_8);
    byte[] id = uid.getBytes(UTF_8);
    int size = size(group) + size(resource) + size(namespace) + size(name) + size(id);
    ByteBuffer bytes = ByteBuffer.allocate(size);
    put(bytes, group);
    put(bytes, resource);
    put(bytes, namespace);
    put(bytes, name);
    put(bytes, id);
    return bytes.array();
  }

  /**
   * Appends a record.
   *
   * @param stored the value in the form that {@link ValueCompression#compress} returned
   * @param previousUid uid of the value before, if it is another one
   */
  static void encode(
      FrameBuffer frame, Change change, byte[] name, byte[] stored, @Nullable String previousUid) {
    int flags = change.kind() == Change.Kind.DELETE ? DELETE : 0;
    int size = 1 + Varint.size(change.revision()) + Varint.size(change.previousRevision());
    size += name.length + stored.length;
    byte[] other = null;
    if (previousUid != null) {
      other = previousUid.getBytes(UTF_8);
      flags |= PREVIOUS_UID;
      size += size(other);
    }
    int length = change.content().length();
    if (stored.length != length) {
      flags |= COMPRESSED;
      size += Varint.size(length);
    }
    ByteBuffer bytes = frame.room(Varint.size(size) + size);
    Varint.put(bytes, size);
    bytes.put((byte) flags);
    Varint.put(bytes, change.revision());
    Varint.put(bytes, change.previousRevision());
    bytes.put(name);
    if (other != null) {
      put(bytes, other);
    }
    if (stored.length != length) {
      Varint.put(bytes, length);
    }
    bytes.put(stored);
  }

  /** Appends a template for objects that follow in the same frame or later. */
  static void encodeTemplate(FrameBuffer frame, Template template) {
    int size = 1 + template.bytes().length;
    ByteBuffer bytes = frame.room(Varint.size(size) + size);
    Varint.put(bytes, size);
    bytes.put((byte) TEMPLATE);
    bytes.put(template.bytes());
  }

  /**
   * Appends an object in its packed form.
   *
   * @param template number of its template in the file
   */
  static void encodePacked(
      FrameBuffer frame, StoredObject object, byte[] name, Value.Packed form, int template) {
    int length = object.content().length();
    int size = 1 + Varint.size(object.revision()) + 1 + name.length;
    size += Varint.size(template) + Varint.size(length) + form.bytes().length;
    ByteBuffer bytes = frame.room(Varint.size(size) + size);
    Varint.put(bytes, size);
    bytes.put((byte) PACKED);
    Varint.put(bytes, object.revision());
    Varint.put(bytes, 0);
    bytes.put(name);
    Varint.put(bytes, template);
    Varint.put(bytes, length);
    bytes.put(form.bytes());
  }

  /**
   * Reads the next record of a frame.
   *
   * @throws IllegalArgumentException if this is not a record
   */
  Decoded decode(ByteBuffer records) {
    try {
      while (true) {
        int size = length(records);
        ByteBuffer bytes = records.slice(records.position(), size);
        records.position(records.position() + size);
        int flags = bytes.get();
        if ((flags & ~knownFlags) != 0) {
          throw new IllegalArgumentException("unknown record flags " + flags);
        }
        if (flags != TEMPLATE) {
          return decodeBody(flags, bytes);
        }
        templates.add(new Template(rest(bytes)));
      }
    } catch (BufferUnderflowException | DataFormatException e) {
      throw new IllegalArgumentException("not a record: " + e, e);
    }
  }

  /**
   * Looks at a record without reading it, and keeps it if it is a template.
   *
   * @return where the next one begins
   * @throws IllegalArgumentException if this is not a record
   */
  int check(byte[] records, int at) {
    int body = body(records, at);
    int end = end(records, at, body);
    int flags = records[body];
    if ((flags & ~knownFlags) != 0) {
      throw new IllegalArgumentException("unknown record flags " + flags);
    }
    if (flags == TEMPLATE) {
      templates.add(new Template(Arrays.copyOfRange(records, body + 1, end)));
    }
    return end;
  }

  /** Whether a record that was checked is a template. */
  static boolean isTemplate(byte[] records, int at) {
    return records[body(records, at)] == TEMPLATE;
  }

  /** The key of an object whose record was checked. */
  StoreKey key(byte[] records, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(records).position(body(records, at) + 1);
    Varint.get(bytes);
    Varint.get(bytes);
    return readKey(bytes);
  }

  /** Compares the key of an object whose record was checked to another one. */
  int compare(byte[] records, int at, StoreKey other) {
    ByteBuffer bytes = ByteBuffer.wrap(records).position(body(records, at) + 1);
    Varint.get(bytes);
    Varint.get(bytes);
    int order = compare(bytes, other.group());
    order = order == 0 ? compare(bytes, other.resource()) : order;
    order = order == 0 ? compare(bytes, other.namespace()) : order;
    return order == 0 ? compare(bytes, other.name()) : order;
  }

  /** Compares a text that is nearly always ASCII, without making a string of it. */
  private static int compare(ByteBuffer bytes, String other) {
    int begin = bytes.position();
    int length = length(bytes);
    int start = bytes.position();
    int most = Math.min(length, other.length());
    for (int i = 0; i < most; i++) {
      int character = bytes.get(start + i);
      if (character < 0) {
        return text(bytes.position(begin)).compareTo(other);
      }
      if (character != other.charAt(i)) {
        bytes.position(start + length);
        return character - other.charAt(i);
      }
    }
    bytes.position(start + length);
    return length - other.length();
  }

  /** The object whose record was checked. */
  StoredObject object(byte[] records, int at) {
    int body = body(records, at);
    ByteBuffer bytes = ByteBuffer.wrap(records, body, end(records, at, body) - body);
    try {
      Change put = decodeBody(bytes.get(), bytes).change();
      return new StoredObject(put.key(), put.revision(), put.uid(), put.content());
    } catch (DataFormatException e) {
      throw new IllegalStateException("a value in the snapshot cannot be decompressed", e);
    }
  }

  /** Where a record goes on behind its length. */
  private static int body(byte[] records, int at) {
    int body = at;
    while (body < records.length - 1 && records[body] < 0) {
      body++;
    }
    return body + 1;
  }

  private static int end(byte[] records, int at, int body) {
    long length = 0;
    for (int i = at; i < body; i++) {
      length |= (long) (records[i] & 0x7f) << (7 * (i - at));
    }
    if (body - at > LONGEST_LENGTH || length == 0) {
      throw new IllegalArgumentException("not the length of a record");
    }
    return body + bounded(length, records.length - body);
  }

  private StoreKey readKey(ByteBuffer bytes) {
    return new StoreKey(word(bytes), word(bytes), word(bytes), text(bytes));
  }

  private Decoded decodeBody(int flags, ByteBuffer bytes) throws DataFormatException {
    long revision = Varint.get(bytes);
    long previousRevision = Varint.get(bytes);
    StoreKey key = readKey(bytes);
    String uid = text(bytes);
    String previousUid = (flags & PREVIOUS_UID) != 0 ? text(bytes) : null;
    Value value;
    if ((flags & PACKED) != 0) {
      Template template = templates.get(bounded(Varint.get(bytes), templates.size() - 1));
      int length = bounded(Varint.get(bytes), EmbeddedStoreConfig.LARGEST_VALUE);
      value = Value.packed(new Value.Packed(rest(bytes), template), length);
    } else if ((flags & COMPRESSED) != 0) {
      int length = bounded(Varint.get(bytes), EmbeddedStoreConfig.LARGEST_VALUE);
      value = Value.of(ValueCompression.decompress(rest(bytes), length));
    } else {
      value = Value.of(rest(bytes));
    }
    Change.Kind kind = (flags & DELETE) != 0 ? Change.Kind.DELETE : Change.Kind.PUT;
    return new Decoded(new Change(revision, kind, key, previousRevision, uid, value), previousUid);
  }

  private String word(ByteBuffer bytes) {
    String text = text(bytes);
    String known = words.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[length(bytes)];
    bytes.get(text);
    return new String(text, UTF_8);
  }

  private static byte[] rest(ByteBuffer bytes) {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }

  /** Reads the length of something that follows in the same bytes. */
  private static int length(ByteBuffer bytes) {
    long length = Varint.get(bytes);
    return bounded(length, bytes.remaining());
  }

  private static int bounded(long length, int most) {
    if (length > most) {
      throw new IllegalArgumentException("a length of " + length + ", at most " + most);
    }
    return (int) length;
  }

  private static int size(byte[] text) {
    return Varint.size(text.length) + text.length;
  }

  private static void put(ByteBuffer bytes, byte[] text) {
    Varint.put(bytes, text.length);
    bytes.put(text);
  }
}
