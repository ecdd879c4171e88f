package io.mkube.apiserver.answer;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.resource.ServedResource;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of objects that were just answered: leases and the like are read again and again, and
 * an answer that is there already costs no memory. Holds half a megabyte at most. Thread-safe.
 */
final class RecentAnswers {
  private static final int PLACES = 64;
  private static final int LARGEST = 8 << 10;
  private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(PLACES);
  private final Form form;

  RecentAnswers(Form form) {
    this.form = form;
  }

  /** One form of answers. */
  interface Form {
    /** The object in the form of its resource. */
    byte[] encode(ServedResource resource, CachedObject object);
  }

  /** Bytes of an object in the form of a resource. */
  private record Known(ServedResource resource, CachedObject object, byte[] bytes) {
    /** Whether it is of these very two; comparing what is in them would cost more than it saves. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ServedResource otherResource, CachedObject otherObject) {
      return object == otherObject && resource == otherResource;
    }
  }

  /** The object in the form of its resource; not to be changed. */
  byte[] of(ServedResource resource, CachedObject object) {
    int place = (int) (object.revision() % PLACES);
    Known known = places.get(place);
    if (known != null && known.isOf(resource, object)) {
      return known.bytes();
    }
    byte[] bytes = form.encode(resource, object);
    if (bytes.length <= LARGEST) {
      places.set(place, new Known(resource, object, bytes));
    }
    return bytes;
  }
}
