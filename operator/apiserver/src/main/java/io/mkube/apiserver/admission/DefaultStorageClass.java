package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Map;

/** Gives claims that name no storage class the one that is marked as default. */
final class DefaultStorageClass implements WriteCompletion {
  private static final String MARK = "storageclass.kubernetes.io/is-default-class";
  private static final String OLD_MARK = "storageclass.beta.kubernetes.io/is-default-class";
  private static final String OLD_NAME = "volume.beta.kubernetes.io/storage-class";

  private final WatchCache cache;

  DefaultStorageClass(WatchCache cache) {
    this.cache = cache;
  }

  @Override
  public void onCreate(ObjectNode object) {
    boolean named =
        object.path("spec").has("storageClassName")
            || ObjectMetadata.of(object).annotations().containsKey(OLD_NAME);
    String found = named ? "" : newestDefault();
    if (!found.isEmpty()) {
      object.withObject("/spec").put("storageClassName", found);
    }
  }

  private String newestDefault() {
    String name = "";
    String created = "";
    for (CachedObject object :
        cache.of("storage.k8s.io", "storageclasses").list(ListScope.all(""), o -> true).items()) {
      ObjectMetadata metadata = ObjectMetadata.of(object.decode());
      Map<String, String> annotations = metadata.annotations();
      boolean marked =
          "true".equals(annotations.get(MARK)) || "true".equals(annotations.get(OLD_MARK));
      // Sorted by name: of those made at the same time the first one counts.
      if (marked && metadata.creationTimestamp().compareTo(created) > 0) {
        name = metadata.name();
        created = metadata.creationTimestamp();
      }
    }
    return name;
  }
}
