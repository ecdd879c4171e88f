package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.limits.LimitRanges;
import io.mkube.apiserver.object.ObjectMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives pods what their service account, their priority class and the limit ranges say. The volume
 * with a token is not added: nothing on a router asks for it.
 */
final class PodAdmission implements WriteCompletion {
  /** Classes of the system, which count also where nobody has made their objects. */
  private static final Map<String, Integer> SYSTEM_PRIORITIES =
      Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

  private static final String DEFAULT = "default";
  private static final List<String> KEPT =
      List.of("priority", "preemptionPolicy", "serviceAccountName", "serviceAccount");
  private static final String PULL_SECRETS = "imagePullSecrets";
  private static final String GLOBAL_DEFAULT = "globalDefault";
  private static final Duration NEW_NAMESPACE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(5);

  private final WatchCache cache;
  private final LimitRanges ranges;
  private final RuntimeClasses runtimes;

  PodAdmission(WatchCache cache) {
    this.cache = cache;
    this.ranges = new LimitRanges(cache);
    this.runtimes = new RuntimeClasses(cache);
  }

  @Override
  public void onCreate(ObjectNode object) {
    ObjectMetadata metadata = ObjectMetadata.of(object);
    ObjectReference pod = new ObjectReference("", "pods", metadata.name());
    ObjectNode spec = object.withObject("/spec");
    account(metadata.namespace(), spec, pod);
    prioritise(spec, pod);
    runtimes.complete(spec, pod);
    ranges.complete(object);
  }

  /**
   * What was added when the pod was made stays, also for writers who do not repeat it. For priority
   * classes it is so in Kubernetes; for the service account it lets a manifest replace its own pod.
   */
  @Override
  public void onUpdate(ObjectNode object, ObjectNode old) {
    ObjectNode spec = object.withObject("/spec");
    for (String field : KEPT) {
      JsonNode before = old.path("spec").path(field);
      if (!before.isMissingNode() && !spec.has(field)) {
        spec.set(field, before);
      }
    }
  }

  private void account(String namespace, ObjectNode spec, ObjectReference pod) {
    String given = spec.path("serviceAccountName").asText();
    String name = given.isEmpty() ? DEFAULT : given;
    CachedObject account =
        find(namespace, name)
            .orElseThrow(
                () ->
                    ApiException.forbidden(
                        pod,
                        "error looking up service account "
                            + namespace
                            + "/"
                            + name
                            + ": serviceaccount \""
                            + name
                            + "\" not found"));
    boolean hasSecrets =
        !account
            .field(PULL_SECRETS, stored -> stored.path(PULL_SECRETS).isEmpty() ? "" : "given")
            .isEmpty();
    if (hasSecrets && spec.path(PULL_SECRETS).isEmpty()) {
      spec.set(PULL_SECRETS, account.decode().path(PULL_SECRETS));
    }
  }

  /** The default account of a namespace comes a moment after the namespace. */
  private Optional<CachedObject> find(String namespace, String name) {
    Optional<CachedObject> found = cache.of("", "serviceaccounts").get(namespace, name);
    if (found.isPresent()) {
      return found;
    }
    cache.awaitLatest();
    long end = System.nanoTime() + (name.equals(DEFAULT) ? NEW_NAMESPACE.toNanos() : 0);
    found = cache.of("", "serviceaccounts").get(namespace, name);
    while (found.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL.toNanos());
      found = cache.of("", "serviceaccounts").get(namespace, name);
    }
    return found;
  }

  private void prioritise(ObjectNode spec, ObjectReference pod) {
    String name = spec.path("priorityClassName").asText();
    int priority = 0;
    Optional<ObjectNode> found = name.isEmpty() ? globalDefault() : priorityClass(name);
    if (found.isPresent()) {
      priority = found.get().path("value").asInt();
      spec.put("priorityClassName", ObjectMetadata.of(found.get()).name());
      String policy = found.get().path("preemptionPolicy").asText();
      if (!policy.isEmpty() && spec.path("preemptionPolicy").asText().isEmpty()) {
        spec.put("preemptionPolicy", policy);
      }
    } else if (SYSTEM_PRIORITIES.containsKey(name)) {
      priority = SYSTEM_PRIORITIES.get(name);
    } else if (!name.isEmpty()) {
      throw ApiException.forbidden(pod, "no PriorityClass with name " + name + " was found");
    }
    JsonNode given = spec.path("priority");
    if (given.isNumber() && given.asInt() != priority) {
      throw ApiException.forbidden(
          pod,
          "the integer value of priority ("
              + given.asInt()
              + ") must not be provided in pod spec; priority admission controller computed "
              + priority
              + " from the given PriorityClass name");
    }
    spec.put("priority", priority);
  }

  private Optional<ObjectNode> priorityClass(String name) {
    return cache.of("scheduling.k8s.io", "priorityclasses").get("", name).map(CachedObject::decode);
  }

  /** Of several the one with the least value counts. */
  private Optional<ObjectNode> globalDefault() {
    ObjectNode least = null;
    for (CachedObject object :
        cache
            .of("scheduling.k8s.io", "priorityclasses")
            .list(ListScope.all(""), o -> true)
            .items()) {
      if (!isGlobalDefault(object)) {
        continue;
      }
      ObjectNode candidate = object.decode();
      if (least == null || candidate.path("value").asInt() < least.path("value").asInt()) {
        least = candidate;
      }
    }
    return Optional.ofNullable(least);
  }

  /** Asked for every pod, and known without reading the class again. */
  private static boolean isGlobalDefault(CachedObject priorityClass) {
    return priorityClass
        .field(GLOBAL_DEFAULT, stored -> stored.path(GLOBAL_DEFAULT).asText())
        .equals("true");
  }
}
