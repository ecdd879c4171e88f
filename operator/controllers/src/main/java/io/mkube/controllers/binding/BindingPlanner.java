package io.mkube.controllers.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses a router for a pod. Pure. */
final class BindingPlanner {
  /** What speaks for a router, the strongest first; the name makes the choice repeatable. */
  private static final Comparator<Candidate> PREFERENCE =
      Comparator.comparing(Candidate::hasNetwork)
          .thenComparing(Candidate::ready)
          .reversed()
          .thenComparingLong(Candidate::pods)
          .thenComparing(Candidate::node);

  private BindingPlanner() {}

  /** The router for a pod, or why there is none. */
  static BindingDecision decide(PodNeeds needs, List<Candidate> candidates) {
    if (!needs.gates().isEmpty()) {
      return new BindingDecision.Wait(
          "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
    }
    Map<String, Integer> refusals = new LinkedHashMap<>();
    List<Candidate> fitting = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String refusal = refusal(needs, candidate);
      if (refusal == null) {
        fitting.add(candidate);
      } else {
        refusals.merge(refusal, 1, Integer::sum);
      }
    }
    return fitting.stream()
        .min(PREFERENCE)
        .<BindingDecision>map(candidate -> new BindingDecision.Bind(candidate.node()))
        .orElseGet(() -> new BindingDecision.Wait("Unschedulable", explain(refusals, candidates)));
  }

  private static @Nullable String refusal(PodNeeds needs, Candidate candidate) {
    if (needs.node() != null && !needs.node().equals(candidate.node())) {
      return "node(s) didn't match annotation vkube.io/node \"" + needs.node() + "\"";
    }
    if (!candidate.labels().entrySet().containsAll(needs.selector().entrySet())) {
      return "node(s) didn't match Pod's node selector";
    }
    if (candidate.cordoned()) {
      return "node(s) were unschedulable";
    }
    return candidate.full() ? "Too many pods" : null;
  }

  /** The sentence of the Kubernetes scheduler, which people know. */
  private static String explain(Map<String, Integer> refusals, List<Candidate> candidates) {
    String why =
        refusals.entrySet().stream()
            .map(refusal -> refusal.getValue() + " " + refusal.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return "0/" + candidates.size() + " nodes are available" + (why.isEmpty() ? "" : ": " + why);
  }
}
