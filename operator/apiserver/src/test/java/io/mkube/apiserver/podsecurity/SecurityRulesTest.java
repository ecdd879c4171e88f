package io.mkube.apiserver.podsecurity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecurityRulesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static PodParts pod(String spec) throws Exception {
    return PodParts.of(YAML.readTree("{" + spec + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "containers: [{name: a}] | ''",
        "hostNetwork: true, hostIPC: true | host namespaces (hostNetwork=true, hostIPC=true)",
        "volumes: [{name: v, hostPath: {path: /}}, {name: w, hostPath: {path: /}}]"
            + " | hostPath volumes (volumes \"v\", \"w\")",
        "containers: [{name: a, ports: [{hostPort: 81}, {hostPort: 80}, {containerPort: 1}]}]"
            + " | hostPort (container \"a\" uses hostPorts 80, 81)",
        "initContainers: [{name: i, securityContext: {privileged: true}}], containers: [{name: a,"
            + " securityContext: {privileged: true}}] | privileged (containers \"i\", \"a\" must"
            + " not set securityContext.privileged=true)",
        "containers: [{name: a, securityContext: {procMount: Unmasked}}] | procMount"
            + " (container \"a\" must not set securityContext.procMount to \"Unmasked\")",
        "containers: [{name: a, securityContext: {capabilities: {add: [SYS_TIME, CHOWN]}}}]"
            + " | non-default capabilities (container \"a\" must not include \"SYS_TIME\" in"
            + " securityContext.capabilities.add)",
        "securityContext: {seLinuxOptions: {type: spc_t, user: u}}, containers: [{name: a}]"
            + " | seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type"
            + " \"spc_t\"; user may not be set)",
        "securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: a,"
            + " securityContext: {seccompProfile: {type: Unconfined}}}] | seccompProfile (pod and"
            + " container \"a\" must not set securityContext.seccompProfile.type to"
            + " \"Unconfined\")",
        "securityContext: {appArmorProfile: {type: Unconfined}} | forbidden AppArmor profile (pod"
            + " must not set AppArmor profile type to \"Unconfined\")",
        "securityContext: {sysctls: [{name: kernel.msgmax}, {name: net.ipv4.tcp_syncookies}]}"
            + " | forbidden sysctls (kernel.msgmax)",
        "securityContext: {windowsOptions: {hostProcess: true}} | hostProcess (pod must not set"
            + " securityContext.windowsOptions.hostProcess=true)",
      })
  void nameWhatLeavesAContainer(String spec, String expected) throws Exception {
    assertEquals(expected, Violation.texts(Baseline.check(pod(spec), false, Demand.NEWEST)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "securityContext: {runAsNonRoot: false} | runAsNonRoot != true (pod must not set"
            + " securityContext.runAsNonRoot=false)",
        "securityContext: {runAsUser: 0} | runAsUser=0 (pod must not set runAsUser=0)",
        "volumes: [{name: v, hostPath: {path: /}}, {name: w, emptyDir: {}}] | restricted volume"
            + " types (volume \"v\" uses restricted volume type \"hostPath\")",
        "volumes: [{name: v, nfs: {}}, {name: w, hostPath: {}}] | restricted volume types"
            + " (volumes \"v\", \"w\" use restricted volume types \"hostPath\", \"nfs\")",
        "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, runAsNonRoot:"
            + " true, capabilities: {drop: [ALL], add: [CHOWN, NET_BIND_SERVICE]}, seccompProfile:"
            + " {type: Localhost}}}] | unrestricted capabilities (container \"a\" must not include"
            + " \"CHOWN\" in securityContext.capabilities.add)",
        "os: {name: windows}, securityContext: {runAsNonRoot: true}, containers: [{name: a}] | ''",
      })
  void nameWhatIsNotHardened(String spec, String expected) throws Exception {
    assertEquals(expected, Violation.texts(Restricted.check(pod(spec), Demand.NEWEST)));
  }

  @Test
  void takeStricterRulesInsteadOfTheirMilderForms() throws Exception {
    PodParts pod =
        pod("volumes: [{name: v, hostPath: {path: /}}], hostPID: true, containers: [{name: a}]");
    List<Violation> all = new ArrayList<>(Baseline.check(pod, true, Demand.NEWEST));
    all.addAll(Restricted.check(pod, Demand.NEWEST));

    assertEquals(
        "host namespaces, allowPrivilegeEscalation != false, unrestricted capabilities, restricted"
            + " volume types, runAsNonRoot != true, seccompProfile",
        Violation.reasons(all));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | runAsNonRoot != true",
        "18 | allowPrivilegeEscalation != false, runAsNonRoot != true",
        "21 | allowPrivilegeEscalation != false, runAsNonRoot != true, seccompProfile",
        "22 | allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true,"
            + " seccompProfile",
        "23 | allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true,"
            + " runAsUser=0, seccompProfile",
      })
  void becameMoreFromVersionToVersion(int version, String expected) throws Exception {
    PodParts pod = pod("securityContext: {runAsUser: 0}, containers: [{name: a}]");
    List<Violation> all = new ArrayList<>(Baseline.check(pod, true, version));
    all.addAll(Restricted.check(pod, version));

    assertEquals(expected, Violation.reasons(all));
  }

  @ParameterizedTest
  @CsvSource({
    "26, 'forbidden sysctls, seLinuxOptions'",
    "27, 'forbidden sysctls, seLinuxOptions'",
    "29, seLinuxOptions",
    "31, ''"
  })
  void allowMoreFromVersionToVersion(int version, String expected) throws Exception {
    PodParts pod =
        pod(
            "securityContext: {seLinuxOptions: {type: container_engine_t}, sysctls: [{name:"
                + " net.ipv4.ip_local_reserved_ports}, {name: net.ipv4.tcp_keepalive_time}]},"
                + " containers: [{name: a}]");

    assertEquals(
        expected.isEmpty()
            ? List.of()
            : List.of(expected.split(", ", -1)).stream().sorted().toList(),
        Baseline.check(pod, false, version).stream().map(Violation::reason).sorted().toList());
  }
}
