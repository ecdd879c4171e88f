package io.mkube.controllers.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BindingPlannerTest {
  private static final Candidate ROSE = router("rose", 3);
  private static final Candidate LILY = router("lily", 5);

  @Test
  void choosesTheRouterWithTheFewestPods() {
    assertEquals(bind("rose"), decide(needs(null, Map.of()), LILY, ROSE));
  }

  @Test
  void prefersARouterThatHasTheNetworkThenOneThatAnswers() {
    Candidate busy = new Candidate("busy", Map.of(), false, true, 90, 100, true);
    Candidate silent = new Candidate("silent", Map.of(), false, false, 0, 100, true);
    Candidate elsewhere = new Candidate("elsewhere", Map.of(), false, true, 0, 100, false);

    assertEquals(bind("busy"), decide(needs(null, Map.of()), silent, elsewhere, busy));
    assertEquals(bind("silent"), decide(needs(null, Map.of()), silent, elsewhere));
    assertEquals(bind("elsewhere"), decide(needs(null, Map.of()), elsewhere));
  }

  @Test
  void obeysTheAnnotationAndTheSelector() {
    assertEquals(bind("lily"), decide(needs("lily", Map.of()), ROSE, LILY));
    assertEquals(bind("lily"), decide(needs(null, Map.of("name", "lily")), ROSE, LILY));
  }

  @Test
  void saysWhyNoRouterFits() {
    Candidate cordoned = new Candidate("a", Map.of("name", "lily"), true, true, 0, 10, true);
    Candidate full = new Candidate("b", Map.of("name", "lily"), false, true, 10, 10, true);

    assertEquals(
        unschedulable(
            "0/3 nodes are available: 1 Too many pods, 1 node(s) didn't match Pod's node"
                + " selector, 1 node(s) were unschedulable"),
        decide(needs(null, Map.of("name", "lily")), ROSE, cordoned, full));
    assertEquals(
        unschedulable(
            "0/1 nodes are available: 1 node(s) didn't match annotation vkube.io/node \"tulip\""),
        decide(needs("tulip", Map.of()), ROSE));
    assertEquals(unschedulable("0/0 nodes are available"), decide(needs(null, Map.of())));
  }

  @Test
  void leavesGatedPodsAlone() {
    assertEquals(
        new BindingDecision.Wait(
            "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates"),
        decide(new PodNeeds(null, Map.of(), List.of("quota")), ROSE));
  }

  private static Candidate router(String name, long pods) {
    return new Candidate(name, Map.of("name", name), false, true, pods, 100, true);
  }

  private static PodNeeds needs(@Nullable String node, Map<String, String> selector) {
    return new PodNeeds(node, selector, List.of());
  }

  private static BindingDecision decide(PodNeeds needs, Candidate... candidates) {
    return BindingPlanner.decide(needs, List.of(candidates));
  }

  private static BindingDecision bind(String node) {
    return new BindingDecision.Bind(node);
  }

  private static BindingDecision unschedulable(String message) {
    return new BindingDecision.Wait("Unschedulable", message);
  }
}
