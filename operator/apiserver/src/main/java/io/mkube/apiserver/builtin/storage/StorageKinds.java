package io.mkube.apiserver.builtin.storage;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Volumes, claims and storage classes. */
public final class StorageKinds {
  private StorageKinds() {}

  /** All of them. */
  public static List<BuiltInKind> all() {
    return List.of(
        Kinds.kind("", "PersistentVolumeClaim", "persistentvolumeclaims")
            .shortNames("pvc")
            .subresources("status")
            .with(new ClaimRules()),
        Kinds.kind("", "PersistentVolume", "persistentvolumes")
            .clusterWide()
            .shortNames("pv")
            .subresources("status")
            .with(new VolumeRules()),
        Kinds.kind("storage.k8s.io", "StorageClass", "storageclasses")
            .clusterWide()
            .shortNames("sc")
            .with(new StorageClassRules()));
  }
}
