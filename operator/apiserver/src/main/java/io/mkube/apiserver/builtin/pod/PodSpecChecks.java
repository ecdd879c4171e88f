package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pod spec may hold, in pods and in templates. */
public final class PodSpecChecks {
  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> DNS_POLICIES =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final List<String> CONTAINER_LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");
  private static final long DEFAULT_GRACE = 30;
  private static final int MAX_NAMESERVERS = 3;
  private static final int MAX_SEARCHES = 32;

  private PodSpecChecks() {}

  /** Checks a defaulted spec that stands at {@code path}. */
  public static void check(JsonNode spec, String path, Findings findings) {
    Map<String, String> volumes = VolumeChecks.check(spec, path + ".volumes", findings);
    checkContainers(spec, path, volumes, findings);
    findings.requiredOneOf(path + ".restartPolicy", spec.path("restartPolicy"), RESTART_POLICIES);
    findings.requiredOneOf(path + ".dnsPolicy", spec.path("dnsPolicy"), DNS_POLICIES);
    findings.between(
        path + ".activeDeadlineSeconds", spec.path("activeDeadlineSeconds"), 1, Integer.MAX_VALUE);
    LabelRules.checkLabels(spec.path("nodeSelector"), path + ".nodeSelector", findings.sink());
    SecurityChecks.checkPod(spec, path, findings);
    PlacementChecks.check(spec, path, findings);
    checkConditions(spec, path, findings);
    checkNames(spec, path, findings);
    checkHostNetwork(spec, path, findings);
    checkDns(spec, path, findings);
    TolerationChecks.check(spec.path("tolerations"), path + ".tolerations", findings);
    checkHostAliases(spec.path("hostAliases"), path + ".hostAliases", findings);
    OperatingSystemChecks.check(spec, path, findings);
  }

  /** Checks what a pod has to say better than a template. */
  static void checkOfPod(JsonNode spec, Findings findings) {
    for (String list : CONTAINER_LISTS) {
      List<ObjectNode> containers = Trees.objects(spec, list);
      for (int i = 0; i < containers.size(); i++) {
        ContainerChecks.checkImageOfPod(
            containers.get(i), "spec." + list + "[" + i + "]", findings);
      }
    }
  }

  private static void checkContainers(
      JsonNode spec, String path, Map<String, String> volumes, Findings findings) {
    List<ObjectNode> containers = Trees.objects(spec, "containers");
    if (containers.isEmpty()) {
      findings.required(path + ".containers", "");
    }
    Set<String> names = new HashSet<>();
    for (String list : CONTAINER_LISTS) {
      List<ObjectNode> members = Trees.objects(spec, list);
      for (int i = 0; i < members.size(); i++) {
        String at = path + "." + list + "[" + i + "]";
        ContainerChecks.check(members.get(i), at, volumes, findings);
        String name = members.get(i).path("name").asText();
        if (!name.isEmpty() && !names.add(name)) {
          findings.duplicate(at + ".name", name);
        }
      }
    }
    long grace = spec.path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE);
    for (int i = 0; i < containers.size(); i++) {
      String at = path + ".containers[" + i + "]";
      ProbeChecks.check(containers.get(i), grace, at, findings);
      if (containers.get(i).has("restartPolicy")) {
        findings.forbidden(at + ".restartPolicy", "may not be set for non-init containers");
      }
    }
    ContainerChecks.checkHostPorts(containers, path + ".containers", findings);
    List<ObjectNode> initContainers = Trees.objects(spec, "initContainers");
    for (int i = 0; i < initContainers.size(); i++) {
      checkInitContainer(
          initContainers.get(i), grace, path + ".initContainers[" + i + "]", findings);
    }
  }

  /** Only sidecars, which restart always, may have probes and hooks among the init containers. */
  private static void checkInitContainer(
      ObjectNode container, long grace, String at, Findings findings) {
    findings.oneOf(at + ".restartPolicy", container.path("restartPolicy"), List.of("Always"));
    if (container.path("restartPolicy").asText().equals("Always")) {
      ProbeChecks.check(container, grace, at, findings);
      return;
    }
    for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(field)) {
        findings.forbidden(
            at + "." + field, "may not be set for init containers without restartPolicy=Always");
      }
    }
  }

  private static void checkNames(JsonNode spec, String path, Findings findings) {
    checkName(spec, path, "serviceAccountName", NameRule.DNS_SUBDOMAIN, findings);
    checkName(spec, path, "nodeName", NameRule.DNS_SUBDOMAIN, findings);
    checkName(spec, path, "hostname", NameRule.DNS_LABEL, findings);
    checkName(spec, path, "subdomain", NameRule.DNS_LABEL, findings);
    checkName(spec, path, "priorityClassName", NameRule.DNS_SUBDOMAIN, findings);
    checkName(spec, path, "runtimeClassName", NameRule.DNS_SUBDOMAIN, findings);
    findings.oneOf(
        path + ".preemptionPolicy",
        spec.path("preemptionPolicy"),
        List.of("PreemptLowerPriority", "Never"));
  }

  /** What must be true before the pod runs or is ready. */
  private static void checkConditions(JsonNode spec, String path, Findings findings) {
    JsonNode ready = spec.path("readinessGates");
    for (int i = 0; i < ready.size(); i++) {
      LabelRules.checkKey(
          ready.get(i).path("conditionType").asText(),
          path + ".readinessGates[" + i + "].conditionType",
          findings.sink());
    }
    Set<String> names = new HashSet<>();
    JsonNode gates = spec.path("schedulingGates");
    for (int i = 0; i < gates.size(); i++) {
      String at = path + ".schedulingGates[" + i + "]";
      String name = gates.get(i).path("name").asText();
      LabelRules.checkKey(name, at, findings.sink());
      if (!names.add(name)) {
        findings.duplicate(at, name);
      }
    }
  }

  /** In a template a port may be left out: its pods get that of the container. */
  private static void checkHostNetwork(JsonNode spec, String path, Findings findings) {
    if (!spec.path("hostNetwork").asBoolean()) {
      return;
    }
    List<ObjectNode> containers = Trees.objects(spec, "containers");
    for (int c = 0; c < containers.size(); c++) {
      List<ObjectNode> ports = Trees.objects(containers.get(c), "ports");
      for (int p = 0; p < ports.size(); p++) {
        JsonNode host = ports.get(p).path("hostPort");
        boolean given = path.equals("spec") || host.asInt() != 0;
        if (given && host.asInt() != ports.get(p).path("containerPort").asInt()) {
          findings.invalid(
              path + ".containers[" + c + "].ports[" + p + "].hostPort",
              host,
              "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  private static void checkName(
      JsonNode spec, String path, String field, NameRule rule, Findings findings) {
    String name = spec.path(field).asText();
    if (!name.isEmpty()) {
      findings.name(path + "." + field, name, rule);
    }
  }

  private static void checkDns(JsonNode spec, String path, Findings findings) {
    JsonNode config = spec.path("dnsConfig");
    JsonNode servers = config.path("nameservers");
    String at = path + ".dnsConfig.nameservers";
    boolean alone = spec.path("dnsPolicy").asText().equals("None");
    if (alone && !config.isObject()) {
      findings.required(path + ".dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
      return;
    }
    if (alone && servers.isEmpty()) {
      findings.required(at, "must provide at least one DNS nameserver when `dnsPolicy` is None");
      return;
    }
    if (servers.size() > MAX_NAMESERVERS) {
      findings.invalidAs(at, GoText.texts(servers), "must not have more than 3 nameservers");
    }
    for (int i = 0; i < servers.size(); i++) {
      checkAddress(servers.get(i), at + "[" + i + "]", findings);
    }
    checkSearches(config, path + ".dnsConfig", findings);
  }

  private static void checkSearches(JsonNode config, String path, Findings findings) {
    JsonNode searches = config.path("searches");
    if (searches.size() > MAX_SEARCHES) {
      findings.invalidAs(
          path + ".searches", GoText.texts(searches), "must not have more than 32 search paths");
    }
    for (int i = 0; i < searches.size(); i++) {
      String search = searches.get(i).asText();
      String relative = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
      if (!relative.isEmpty()) {
        for (String fault : NameRule.DNS_SUBDOMAIN.check(relative)) {
          findings.invalidText(path + ".searches[" + i + "]", search, fault);
        }
      }
    }
    JsonNode options = config.path("options");
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).path("name").asText().isEmpty()) {
        findings.required(path + ".options[" + i + "]", "must not be empty");
      }
    }
  }

  private static void checkHostAliases(JsonNode aliases, String path, Findings findings) {
    for (int i = 0; i < aliases.size(); i++) {
      checkAddress(aliases.get(i).path("ip"), path + "[" + i + "].ip", findings);
      JsonNode names = aliases.get(i).path("hostnames");
      for (int n = 0; n < names.size(); n++) {
        findings.name(
            path + "[" + i + "].hostnames[" + n + "]",
            names.get(n).asText(),
            NameRule.DNS_SUBDOMAIN);
      }
    }
  }

  private static void checkAddress(JsonNode address, String path, Findings findings) {
    if (LenientAddresses.plain(address.asText()).isEmpty()) {
      findings.invalid(
          path, address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
  }
}
