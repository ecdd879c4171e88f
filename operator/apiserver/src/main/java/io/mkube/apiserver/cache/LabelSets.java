package io.mkube.apiserver.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets objects with equal labels share one map: most objects have the labels of many others. */
final class LabelSets {
  /** Beyond this, labels are as good as unique and sharing them would only cost memory. */
  private static final int MAX_SHARED = 4096;

  private static final Map<Map<String, String>, Map<String, String>> SHARED =
      new ConcurrentHashMap<>();

  private LabelSets() {}

  static Map<String, String> share(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return Map.of();
    }
    Map<String, String> known = SHARED.get(labels);
    if (known != null) {
      return known;
    }
    Map<String, String> copy = Map.copyOf(labels);
    if (SHARED.size() < MAX_SHARED) {
      SHARED.put(copy, copy);
    }
    return copy;
  }
}
