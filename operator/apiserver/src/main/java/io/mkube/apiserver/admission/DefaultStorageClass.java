package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.object.ObjectMetadata;

/** Gives claims that name no storage class the one that is marked as default. */
final class DefaultStorageClass implements WriteCompletion {
  private static final String OLD_NAME = "volume.beta.kubernetes.io/storage-class";

  private final DefaultObject classes;

  DefaultStorageClass(WatchCache cache) {
    this.classes =
        new DefaultObject(
            cache.of("storage.k8s.io", "storageclasses"),
            "storageclass.kubernetes.io/is-default-class",
            "storageclass.beta.kubernetes.io/is-default-class");
  }

  @Override
  public void onCreate(ObjectNode object) {
    boolean named =
        object.path("spec").has("storageClassName")
            || ObjectMetadata.of(object).annotations().containsKey(OLD_NAME);
    if (!named) {
      classes.name().ifPresent(name -> object.withObject("/spec").put("storageClassName", name));
    }
  }
}
