package io.mkube.apiserver.rules;

import java.util.Set;

/** The names that Kubernetes gives to what is counted, measured and limited. */
public final class ResourceNames {
  private static final String HUGE_PAGES = "hugepages-";
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");

  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "persistentvolumeclaims",
          "configmaps",
          "services.nodeports",
          "services.loadbalancers");

  private static final Set<String> MEASURED =
      Set.of(
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  private ResourceNames() {}

  /** Whether a container may ask for it by that name alone. */
  public static boolean isOfContainers(String name) {
    return isCompute(name) || isHugePages(name);
  }

  /** Whether it is memory in pages of a size. */
  public static boolean isHugePages(String name) {
    return name.startsWith(HUGE_PAGES);
  }

  /** Whether it is processor time, memory or room for files that go with the pod. */
  public static boolean isCompute(String name) {
    return OF_CONTAINERS.contains(name);
  }

  /** Whether there are only whole ones of it. */
  public static boolean isCounted(String name) {
    return COUNTED.contains(name);
  }

  /** Whether Kubernetes knows what a quota of that name counts. */
  public static boolean isOfQuotas(String name) {
    return isOfContainers(name)
        || isCounted(name)
        || MEASURED.contains(name)
        || name.startsWith("requests." + HUGE_PAGES);
  }

  /** Whether the name means something to Kubernetes itself. */
  public static boolean isStandard(String name) {
    return isOfQuotas(name) || name.equals("storage");
  }
}
