package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.merge.Structure;
import io.mkube.apiserver.object.ReadyObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the creators of objects own, by the structure of what they created: the objects that a
 * controller makes are all alike, and what is owned depends on nothing else. Thread-safe.
 */
final class KnownStructures {
  /** All are forgotten when there are more; a cluster has some dozens that come again. */
  private static final int MOST = 256;

  /** Larger ones are rare, and 256 of them would take too much. */
  private static final int LONGEST = 16_384;

  private final Map<Key, ObjectNode> known = new ConcurrentHashMap<>();

  /** Shapes are told apart by identity, since a shape is made once for each definition. */
  private record Key(ObjectShape shape, String structure) {
    @Override
    @SuppressWarnings("ReferenceEquality") // See above; their parts are large.
    public boolean equals(Object other) {
      return other instanceof Key key && shape == key.shape && structure.equals(key.structure);
    }

    @Override
    public int hashCode() {
      return structure.hashCode() * 31 + System.identityHashCode(shape);
    }
  }

  /**
   * The {@code fieldsV1} for a new object.
   *
   * @param find finds it for an object of a structure that is not known
   * @return an object to be read only, shared by all objects of the structure
   */
  ObjectNode fields(ObjectShape shape, ObjectNode object, Function<ObjectNode, ObjectNode> find) {
    String structure = Structure.of(shape.type(), object);
    if (structure.length() > LONGEST) {
      return find.apply(object);
    }
    Key key = new Key(shape, structure);
    ObjectNode fields = known.get(key);
    if (fields == null) {
      fields = ReadyObject.of(find.apply(object));
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(key, fields);
    }
    return fields;
  }
}
