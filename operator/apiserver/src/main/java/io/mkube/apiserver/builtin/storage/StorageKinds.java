package io.mkube.apiserver.builtin.storage;

import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Kinds;
import java.util.List;

/** Volumes, claims, storage classes and what drivers of storage tell. */
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
            .with(new StorageClassRules()),
        Kinds.kind("storage.k8s.io", "CSIDriver", "csidrivers")
            .clusterWide()
            .with(new DriverRules()),
        Kinds.kind("storage.k8s.io", "CSINode", "csinodes")
            .clusterWide()
            .with(new DriverNodeRules()),
        Kinds.kind("storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities")
            .with(new StorageCapacityRules()),
        Kinds.kind("storage.k8s.io", "VolumeAttachment", "volumeattachments")
            .clusterWide()
            .subresources("status")
            .with(new AttachmentRules()));
  }
}
