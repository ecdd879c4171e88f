package io.mkube.apiserver.admission;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.limits.LimitRanges;
import io.mkube.apiserver.limits.Quotas;
import io.mkube.apiserver.podsecurity.PodSecurity;
import io.mkube.apiserver.policy.AdmissionPolicies;
import io.mkube.apiserver.resource.ServedResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether objects may come into being, or go, where they are. Thread-safe. */
public final class Admission {
  private static final String NAMESPACES = "namespaces";
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private static final Set<String> SYSTEM_PRIORITIES =
      Set.of("system-cluster-critical", "system-node-critical");

  private final WatchCache cache;
  private final Permissions permissions;
  private final LimitRanges ranges;
  private final PodSecurity podSecurity;
  private final Quotas quotas;
  private final AdmissionPolicies policies;

  /**
   * Admission of one server.
   *
   * @param cache objects of the cluster
   * @param permissions what writers must be permitted
   * @param quotas what namespaces have room for
   * @param policies what the cluster's own policies say
   */
  public Admission(
      WatchCache cache, Permissions permissions, Quotas quotas, AdmissionPolicies policies) {
    this.cache = cache;
    this.policies = policies;
    this.permissions = permissions;
    this.ranges = new LimitRanges(cache);
    this.podSecurity = new PodSecurity(cache);
    this.quotas = quotas;
  }

  /** Limits for each pod and claim. */
  public LimitRanges ranges() {
    return ranges;
  }

  /** What namespaces ask of their pods. */
  public PodSecurity podSecurity() {
    return podSecurity;
  }

  /** Limits for namespaces. */
  public Quotas quotas() {
    return quotas;
  }

  /** Policies of the cluster. */
  public AdmissionPolicies policies() {
    return policies;
  }

  /** What writers must be permitted beside the request itself. */
  public Permissions permissions() {
    return permissions;
  }

  /**
   * Checks that a new object has a place.
   *
   * @throws ApiException with 404 if its namespace does not exist, 403 if the namespace is being
   *     deleted, 405 if its definition is
   */
  public void requirePlace(ServedResource resource, String namespace, String name) {
    if (resource.definition() != null && resource.definition().terminating()) {
      throw new ApiException(
          new Failure.MethodNotAllowed(
              resource.reference(""),
              "create not allowed while custom resource definition is terminating"));
    }
    if (!resource.namespaced()) {
      return;
    }
    CachedObject found =
        namespace(namespace)
            .orElseThrow(
                () -> ApiException.notFound(new ObjectReference("", NAMESPACES, namespace)));
    if (found.deleting()) {
      throw new ApiException(
          new Failure.Forbidden(
              resource.reference(name),
              "unable to create new content in namespace "
                  + namespace
                  + " because it is being terminated",
              List.of(
                  new Failure.Cause(
                      "NamespaceTerminating",
                      "namespace " + namespace + " is being terminated",
                      "metadata.namespace"))));
    }
  }

  /**
   * Checks that an object may be removed.
   *
   * @throws ApiException with 403 for namespaces and priority classes that the system needs
   */
  public void requireMortal(ServedResource resource, String name) {
    if (resource.location().resource().equals(NAMESPACES)
        && resource.location().group().isEmpty()
        && IMMORTAL.contains(name)) {
      throw ApiException.forbidden(resource.reference(name), "this namespace may not be deleted");
    }
    if (resource.location().resource().equals("priorityclasses")
        && SYSTEM_PRIORITIES.contains(name)) {
      throw ApiException.forbidden(
          resource.reference(name), "this is a system priority class and cannot be deleted");
    }
  }

  /** A namespace that another server has just made may not be in the cache yet. */
  private Optional<CachedObject> namespace(String name) {
    Optional<CachedObject> found = cache.of("", NAMESPACES).get("", name);
    if (found.isPresent()) {
      return found;
    }
    cache.awaitLatest();
    return cache.of("", NAMESPACES).get("", name);
  }
}
