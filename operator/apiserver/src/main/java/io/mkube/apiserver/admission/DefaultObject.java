package io.mkube.apiserver.admission;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Optional;
import java.util.Set;

/**
 * The object of a kind that counts where none is named: of those that an annotation marks, the one
 * that was made last; of those made in one second, the first by name.
 */
final class DefaultObject {
  private final ResourceCache objects;
  private final Set<String> marks;

  DefaultObject(ResourceCache objects, String... marks) {
    this.objects = objects;
    this.marks = Set.of(marks);
  }

  /** Its name, empty if no object is marked. */
  Optional<String> name() {
    Optional<String> name = Optional.empty();
    String created = "";
    for (CachedObject object : objects.list(ListScope.all(""), any -> true).items()) {
      ObjectMetadata metadata = ObjectMetadata.of(object.decode());
      boolean marked =
          marks.stream().anyMatch(mark -> "true".equals(metadata.annotations().get(mark)));
      if (marked && metadata.creationTimestamp().compareTo(created) > 0) {
        name = Optional.of(metadata.name());
        created = metadata.creationTimestamp();
      }
    }
    return name;
  }
}
