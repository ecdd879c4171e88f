package io.mkube.controllers.naming;

import java.util.List;
import java.util.Locale;

/**
 * Names of rows on a device. Different pods and containers have different names: where a name had
 * to be cut or changed, a short hash of the whole stands in it.
 */
public final class DeviceNames {
  private static final int LONGEST_CONTAINER = 64;
  private static final int LONGEST_PART = 15;
  private static final int HASH = 6;

  private DeviceNames() {}

  /**
   * The name of a container, of its mount list and of its environment list: {@code
   * <namespace>_<pod>_<container>}, at most 64 characters of {@code [a-z0-9_-]}.
   */
  public static String container(String namespace, String pod, String container) {
    String full = namespace + "_" + pod + "_" + container;
    String clean = sanitise(full);
    if (clean.equals(full) && full.length() <= LONGEST_CONTAINER) {
      return full;
    }
    return cut(clean, LONGEST_CONTAINER - HASH - 1)
        + "-"
        + ShortHash.of(HASH, List.of(namespace, pod, container));
  }

  /** The name of the interface of a pod's n-th container: {@code veth_<namespace>_<pod>_<n>}. */
  public static String veth(String namespace, String pod, int index) {
    String namespacePart = cut(sanitise(namespace), LONGEST_PART);
    String podPart = cut(sanitise(pod), LONGEST_PART);
    String hash =
        namespacePart.equals(namespace) && podPart.equals(pod)
            ? ""
            : "-" + ShortHash.of(HASH, List.of(namespace, pod));
    return "veth_" + namespacePart + "_" + podPart + hash + "_" + index;
  }

  private static String sanitise(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
