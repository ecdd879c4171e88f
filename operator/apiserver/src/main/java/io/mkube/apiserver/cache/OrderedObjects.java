package io.mkube.apiserver.cache;

import io.mkube.store.StoreKey;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Objects that are in order, as the map from which a tree map is made in linear time. */
@SuppressWarnings("JdkObsolete") // tree maps ask for this interface
final class OrderedObjects extends AbstractMap<StoreKey, CachedObject>
    implements SortedMap<StoreKey, CachedObject> {
  private final List<CachedObject> objects;
  private final Comparator<StoreKey> order;

  /**
   * Shows objects as a map.
   *
   * @param objects the objects in their order, none twice
   * @param order the order
   */
  OrderedObjects(List<CachedObject> objects, Comparator<StoreKey> order) {
    this.objects = objects;
    this.order = order;
  }

  @Override
  public Comparator<? super StoreKey> comparator() {
    return order;
  }

  @Override
  public Set<Entry<StoreKey, CachedObject>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<StoreKey, CachedObject>> iterator() {
        Iterator<CachedObject> each = objects.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Entry<StoreKey, CachedObject> next() {
            CachedObject object = each.next();
            return Map.entry(object.key(), object);
          }
        };
      }

      @Override
      public int size() {
        return objects.size();
      }
    };
  }

  @Override
  public StoreKey firstKey() {
    return objects.getFirst().key();
  }

  @Override
  public StoreKey lastKey() {
    return objects.getLast().key();
  }

  @Override
  public SortedMap<StoreKey, CachedObject> subMap(StoreKey from, StoreKey to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SortedMap<StoreKey, CachedObject> headMap(StoreKey to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SortedMap<StoreKey, CachedObject> tailMap(StoreKey from) {
    throw new UnsupportedOperationException();
  }
}
