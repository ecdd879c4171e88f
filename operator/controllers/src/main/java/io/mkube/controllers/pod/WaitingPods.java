package io.mkube.controllers.pod;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The pods that wait for addresses, in the order in which they began to wait. Whoever is woken is
 * forgotten and comes back if it was too late. Thread-safe.
 */
final class WaitingPods {
  private final Map<String, Map<ResourceID, Integer>> waiting = new LinkedHashMap<>();

  /**
   * A pod waits for a network.
   *
   * @param needs addresses that must be free; 0 for one that is to be woken by every change
   */
  synchronized void add(String network, ResourceID pod, int needs) {
    waiting.computeIfAbsent(network, name -> new LinkedHashMap<>()).putIfAbsent(pod, needs);
  }

  /** A pod waits no longer. */
  synchronized void remove(ResourceID pod) {
    waiting.values().forEach(pods -> pods.remove(pod));
  }

  /** How many addresses all that wait for a network need. */
  synchronized int needed(String network) {
    return waiting.getOrDefault(network, Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Takes out all, whatever they wait for. */
  synchronized Set<ResourceID> takeAll() {
    Set<ResourceID> woken = new LinkedHashSet<>();
    waiting.values().forEach(pods -> woken.addAll(pods.keySet()));
    waiting.clear();
    return woken;
  }

  /** Takes out those whose needs can be met. */
  synchronized Set<ResourceID> wake(String network, int free) {
    Set<ResourceID> woken = new LinkedHashSet<>();
    int left = free;
    var pods = waiting.getOrDefault(network, Map.of()).entrySet().iterator();
    while (pods.hasNext()) {
      Map.Entry<ResourceID, Integer> pod = pods.next();
      if (pod.getValue() <= left) {
        left -= pod.getValue();
        woken.add(pod.getKey());
        pods.remove();
      }
    }
    return woken;
  }
}
