package io.mkube.apiserver.podsecurity;

import static io.mkube.apiserver.podsecurity.PodParts.containers;
import static io.mkube.apiserver.podsecurity.PodParts.counted;
import static io.mkube.apiserver.podsecurity.PodParts.quoted;
import static io.mkube.apiserver.podsecurity.PodParts.security;
import static io.mkube.apiserver.podsecurity.PodParts.setters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules against known ways out of a container. */
final class Baseline {
  private static final String UNCONFINED = "Unconfined";
  private static final String DEFAULT = "Default";
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** By the minor version that began to allow them. */
  private static final Map<String, Integer> SELINUX_TYPES =
      Map.of(
          "", 0,
          "container_t", 0,
          "container_init_t", 0,
          "container_kvm_t", 0,
          "container_engine_t", 31);

  /** By the minor version that began to allow them. */
  private static final Map<String, Integer> SYSCTLS =
      Map.ofEntries(
          Map.entry("kernel.shm_rmid_forced", 0),
          Map.entry("net.ipv4.ip_local_port_range", 0),
          Map.entry("net.ipv4.tcp_syncookies", 0),
          Map.entry("net.ipv4.ping_group_range", 0),
          Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
          Map.entry("net.ipv4.ip_local_reserved_ports", 27),
          Map.entry("net.ipv4.tcp_keepalive_time", 29),
          Map.entry("net.ipv4.tcp_fin_timeout", 29),
          Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
          Map.entry("net.ipv4.tcp_keepalive_probes", 29));

  /** Since when restricted capabilities, and seccomp profiles as fields, are asked for. */
  private static final int CAPABILITIES_SINCE = 22;

  private static final int SECCOMP_SINCE = 19;

  private final PodParts pod;
  private final int version;
  private final List<Violation> violations = new ArrayList<>();

  private Baseline(PodParts pod, int version) {
    this.pod = pod;
    this.version = version;
  }

  /**
   * Judges a pod.
   *
   * @param restricted whether stricter rules follow, which take the place of some of these
   * @param version minor version of the rules
   */
  static List<Violation> check(PodParts pod, boolean restricted, int version) {
    Baseline rules = new Baseline(pod, version);
    rules.appArmor();
    if (!restricted || version < CAPABILITIES_SINCE) {
      rules.capabilities();
    }
    rules.hostNamespaces();
    if (!restricted) {
      rules.hostPaths();
    }
    rules.hostPorts();
    rules.privileged();
    rules.procMount();
    rules.seLinux();
    if (!restricted && version >= SECCOMP_SINCE) {
      rules.seccomp();
    }
    rules.sysctls();
    rules.hostProcess();
    return rules.violations;
  }

  private void add(String reason, String detail) {
    violations.add(new Violation(reason, detail));
  }

  private void appArmor() {
    boolean whole = isUnconfined(pod.security().path("appArmorProfile"));
    List<String> names = pod.named(each -> isUnconfined(security(each).path("appArmorProfile")));
    if (whole || !names.isEmpty()) {
      add(
          "forbidden AppArmor profile",
          setters(whole, names) + " must not set AppArmor profile type to \"Unconfined\"");
    }
  }

  private void capabilities() {
    Set<String> forbidden = new TreeSet<>();
    List<String> names = pod.addingCapabilities(CAPABILITIES, forbidden);
    if (!names.isEmpty()) {
      add("non-default capabilities", PodParts.addedCapabilities(names, forbidden));
    }
  }

  private void hostNamespaces() {
    String set =
        List.of("hostNetwork", "hostPID", "hostIPC").stream()
            .filter(field -> pod.spec().path(field).asBoolean())
            .map(field -> field + "=true")
            .collect(Collectors.joining(", "));
    if (!set.isEmpty()) {
      add("host namespaces", set);
    }
  }

  private void hostPaths() {
    List<String> names = new ArrayList<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      if (volume.has("hostPath")) {
        names.add(volume.path("name").asText());
      }
    }
    if (!names.isEmpty()) {
      add("hostPath volumes", counted("volume", "volumes", names) + " " + quoted(names));
    }
  }

  private void hostPorts() {
    Set<Integer> ports = new TreeSet<>();
    List<String> names =
        pod.named(
            container -> {
              Set<Integer> own = new TreeSet<>();
              for (JsonNode port : container.path("ports")) {
                own.add(port.path("hostPort").asInt());
              }
              own.remove(0);
              ports.addAll(own);
              return !own.isEmpty();
            });
    if (!names.isEmpty()) {
      add(
          "hostPort",
          containers(names)
              + counted(" uses ", " use ", names)
              + counted("hostPort ", "hostPorts ", ports)
              + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  private void privileged() {
    List<String> names = pod.named(each -> security(each).path("privileged").asBoolean());
    if (!names.isEmpty()) {
      add("privileged", containers(names) + " must not set securityContext.privileged=true");
    }
  }

  private void procMount() {
    Set<String> forbidden = new TreeSet<>();
    List<String> names = pod.named(each -> !procMount(each).equals(DEFAULT));
    pod.containers().forEach(each -> forbidden.add(procMount(each)));
    forbidden.remove(DEFAULT);
    if (!names.isEmpty()) {
      add(
          "procMount",
          containers(names) + " must not set securityContext.procMount to " + quoted(forbidden));
    }
  }

  private static String procMount(JsonNode container) {
    return security(container).path("procMount").asText(DEFAULT);
  }

  private void seLinux() {
    Set<String> types = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    boolean whole = isForeign(pod.security(), types, others);
    List<String> names = pod.named(each -> isForeign(security(each), types, others));
    if (!whole && names.isEmpty()) {
      return;
    }
    List<String> problems = new ArrayList<>();
    if (!types.isEmpty()) {
      problems.add(counted("type ", "types ", types) + quoted(types));
    }
    for (String field : List.of("user", "role")) {
      if (others.contains(field)) {
        problems.add(field + " may not be set");
      }
    }
    add(
        "seLinuxOptions",
        setters(whole, names)
            + " set forbidden securityContext.seLinuxOptions: "
            + String.join("; ", problems));
  }

  private boolean isForeign(JsonNode security, Set<String> types, Set<String> others) {
    JsonNode options = security.path("seLinuxOptions");
    boolean foreign = false;
    String type = options.path("type").asText();
    if (SELINUX_TYPES.getOrDefault(type, Integer.MAX_VALUE) > version) {
      types.add(type);
      foreign = true;
    }
    for (String field : List.of("user", "role")) {
      if (!options.path(field).asText().isEmpty()) {
        others.add(field);
        foreign = true;
      }
    }
    return foreign;
  }

  private void seccomp() {
    boolean whole = isUnconfined(pod.security().path("seccompProfile"));
    List<String> names = pod.named(each -> isUnconfined(security(each).path("seccompProfile")));
    if (whole || !names.isEmpty()) {
      add(
          "seccompProfile",
          setters(whole, names)
              + " must not set securityContext.seccompProfile.type to \"Unconfined\"");
    }
  }

  static boolean isUnconfined(JsonNode profile) {
    return profile.path("type").asText().equals(UNCONFINED);
  }

  private void sysctls() {
    List<String> forbidden = new ArrayList<>();
    for (JsonNode sysctl : pod.security().path("sysctls")) {
      String name = sysctl.path("name").asText();
      if (SYSCTLS.getOrDefault(name, Integer.MAX_VALUE) > version) {
        forbidden.add(name);
      }
    }
    if (!forbidden.isEmpty()) {
      add("forbidden sysctls", String.join(", ", forbidden));
    }
  }

  private void hostProcess() {
    boolean whole = isHostProcess(pod.security());
    List<String> names = pod.named(each -> isHostProcess(security(each)));
    if (whole || !names.isEmpty()) {
      add(
          "hostProcess",
          setters(whole, names) + " must not set securityContext.windowsOptions.hostProcess=true");
    }
  }

  private static boolean isHostProcess(JsonNode security) {
    return security.path("windowsOptions").path("hostProcess").asBoolean();
  }
}
