package io.mkube.apiserver.admission;

import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.resource.ServedResource;
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
   * @param cache objects of the cluster; not yet following the store
   * @param network addresses and ports that services get
   * @param random chooses among them
   */
  public static void complete(
      List<ServedResource> resources,
      WatchCache cache,
      ServiceNetwork network,
      RandomGenerator random) {
    Map<String, WriteCompletion> completions =
        Map.of(
            "/pods", new PodAdmission(cache),
            "/persistentvolumeclaims", new DefaultStorageClass(cache),
            "/services", new ServiceAllocation(network, AllocatedServices.of(cache), random));
    resources.replaceAll(
        resource -> {
          WriteCompletion completion =
              completions.get(resource.type().kind().group() + "/" + resource.type().plural());
          return completion == null
              ? resource
              : resource.withRules(new CompletedRules(resource.rules(), completion));
        });
  }
}
