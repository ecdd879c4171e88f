package io.mkube.apiserver.rbac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.object.Json;
import io.mkube.store.StoreKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one rule allows and covers, case by case. */
class RuleTest {
  @ParameterizedTest
  @CsvSource({
    "pods, pods, '', true",
    "pods, pods, log, false",
    "pods/log, pods, log, true",
    "pods/log, pods, '', false",
    "*, pods, '', true",
    "*, pods, log, true",
    "*/log, pods, log, true",
    "*/log, jobs, log, true",
    "*/log, pods, '', false",
    "*/scale, pods, log, false",
    "pods/*, pods, log, false",
    "Pods, pods, '', false"
  })
  void allowsResources(String resource, String asked, String subresource, boolean allowed) {
    Rule rule = Rule.of(List.of("get"), List.of(""), List.of(resource));

    assertEquals(
        allowed, rule.allows(new Access.OnResource("get", "", asked, subresource, "ns", "x")));
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics, /metrics, true",
    "/metrics, /metrics/slis, false",
    "/metrics/*, /metrics/slis, true",
    "/metrics/*, /metrics, false",
    "/metrics*, /metricsx, true",
    "*, /anything, true",
    "/**, /x, true",
    "/a/*/c, /a/b/c, false"
  })
  void allowsPaths(String url, String path, boolean allowed) {
    Rule rule = Rule.ofPaths(List.of("get"), List.of(url));

    assertEquals(allowed, rule.allows(new Access.OnPath("get", path)));
    assertFalse(rule.allows(new Access.OnPath("post", path)));
  }

  @Test
  void keepsResourcesAndPathsApart() {
    Rule everything = Rule.of(List.of("*"), List.of("*"), List.of("*"));
    Rule everyPath = Rule.ofPaths(List.of("*"), List.of("*"));

    assertFalse(everything.allows(new Access.OnPath("get", "/metrics")));
    assertFalse(everyPath.allows(new Access.OnResource("get", "", "pods", "", "", "")));
  }

  @Test
  void limitsNamedRulesToTheirNames() {
    Rule rule = new Rule(List.of("*"), List.of(""), List.of("pods"), List.of("a"), List.of());

    assertTrue(rule.allows(new Access.OnResource("get", "", "pods", "", "ns", "a")));
    assertFalse(rule.allows(new Access.OnResource("get", "", "pods", "", "ns", "b")));
    assertFalse(rule.allows(new Access.OnResource("list", "", "pods", "", "ns", "")));
  }

  @Test
  void coversOnlyWhatIsHeldAltogether() {
    List<Rule> owned =
        List.of(
            Rule.of(List.of("get"), List.of(""), List.of("pods", "*/log")),
            new Rule(List.of("get"), List.of(""), List.of("secrets"), List.of("a"), List.of()),
            Rule.ofPaths(List.of("get"), List.of("/api/*")));

    assertEquals(
        Optional.empty(),
        Escalation.missing(
            owned,
            List.of(
                Rule.of(List.of("get"), List.of(""), List.of("pods", "jobs/log")),
                new Rule(List.of("get"), List.of(""), List.of("secrets"), List.of("a"), List.of()),
                Rule.ofPaths(List.of("get"), List.of("/api/v1", "/api/x*")))));
    assertEquals(
        Optional.of("{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}"),
        Escalation.missing(
            owned, List.of(Rule.of(List.of("get"), List.of(""), List.of("secrets")))));
    assertEquals(
        Optional.of(
            "{APIGroups:[\"\"], Resources:[\"pods\"], ResourceNames:[\"x\"],"
                + " Verbs:[\"list\" \"watch\"]}\n"
                + "{NonResourceURLs:[\"/apis\"], Verbs:[\"get\"]}"),
        Escalation.missing(
            owned,
            List.of(
                new Rule(
                    List.of("get", "list", "watch"),
                    List.of(""),
                    List.of("pods"),
                    List.of("x"),
                    List.of()),
                Rule.ofPaths(List.of("get"), List.of("/apis")))));
  }

  @Test
  void tellsOfRolesThatDoNotExist() {
    RoleBindings bindings = RoleBindings.empty();
    var binding = Json.object();
    binding.putObject("roleRef").put("kind", "ClusterRole").put("name", "none");
    binding.putArray("subjects").addObject().put("kind", "User").put("name", "u");
    bindings.put(new StoreKey(RoleBindings.GROUP, "clusterrolebindings", "", "b"), binding);

    assertEquals(
        new Decision(false, "RBAC: clusterrole.rbac.authorization.k8s.io \"none\" not found"),
        bindings.decide("u", List.of(), new Access.OnPath("get", "/")));
  }
}
