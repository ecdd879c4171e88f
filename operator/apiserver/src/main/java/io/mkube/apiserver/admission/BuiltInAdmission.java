package io.mkube.apiserver.admission;

import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.storage.StorageGuard;
import io.mkube.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Completes the rules of built-in kinds by what depends on other objects. */
public final class BuiltInAdmission {
  private BuiltInAdmission() {}

  /**
   * Replaces rules in a list of resources.
   *
   * @param resources built-in resources, changed in place
   * @param store where claims are recorded
   * @param cache objects of the cluster; not yet following the store
   * @param network addresses and ports that services get
   * @param random chooses among them
   * @return what has to be claimed before objects of the core group are stored, by plural
   */
  public static Map<String, StorageGuard> complete(
      List<ServedResource> resources,
      ObjectStore store,
      WatchCache cache,
      ServiceNetwork network,
      RandomGenerator random) {
    AllocatedServices allocated = AllocatedServices.of(cache);
    ServiceAllocation allocation = new ServiceAllocation(network, allocated, random);
    Map<String, WriteCompletion> completions =
        Map.of(
            "/pods", new PodAdmission(cache),
            "/persistentvolumeclaims", new DefaultStorageClass(cache),
            "networking.k8s.io/ingresses", new DefaultIngressClass(cache),
            "/services", allocation);
    resources.replaceAll(
        resource -> {
          WriteCompletion completion =
              completions.get(resource.type().kind().group() + "/" + resource.type().plural());
          return completion == null
              ? resource
              : resource.withRules(new CompletedRules(resource.rules(), completion));
        });
    return Map.of("services", new ServiceClaims(store, cache, allocated, allocation));
  }
}
