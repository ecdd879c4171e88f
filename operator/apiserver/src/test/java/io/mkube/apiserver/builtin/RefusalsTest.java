package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver 1.32 says to objects that cannot be; causes are divided by bars. */
final class RefusalsTest {
  private static final String LABEL_KEY =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
securityContext: {runAsUser: -1, fsGroup: -5, supplementalGroups: [-1]} ~ spec.securityContext.fsGroup: Invalid value: -5: must be between 0 and 2147483647, inclusive | spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive | spec.securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive
securityContext: {sysctls: [{name: ''}, {name: kernel.x}, {name: kernel.x}]} ~ spec.securityContext.sysctls[0].name: Required value | spec.securityContext.sysctls[2].name: Duplicate value: "kernel.x"
securityContext: {seccompProfile: {type: Localhost}} ~ spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
securityContext: {fsGroupChangePolicy: Never} ~ spec.securityContext.fsGroupChangePolicy: Unsupported value: "Never": supported values: "Always", "OnRootMismatch"
hostPID: true, shareProcessNamespace: true ~ spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term
affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, preference: {matchExpressions: [{key: a, operator: Near}, {key: b, operator: In}, {key: c, operator: Gt}]}}]}} ~ spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100 | spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator: Invalid value: "Near": not a valid selector operator | spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[1].values: Required value: must be specified when `operator` is 'In' or 'NotIn' | spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[2].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'
affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: ''}]}} ~ spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty | spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty | spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
topologySpreadConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: Never}] ~ spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero | spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, minDomains: 2}] ~ spec.topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway
hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 81}]}] ~ spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true
ephemeralContainers: [{name: e, image: i}] ~ spec.ephemeralContainers: Forbidden: cannot be set on create
schedulingGates: [{name: a}, {name: a}], nodeName: n ~ spec.schedulingGates[1]: Duplicate value: "a" | spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared
readinessGates: [{conditionType: a b}] ~ spec.readinessGates[0].conditionType: Invalid value: "a b": KEY
os: {name: plan9} ~ spec.os.name: Unsupported value: "plan9": supported values: "linux", "windows"
preemptionPolicy: Always ~ spec.preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"
dnsConfig: {options: [{value: x}]} ~ spec.dnsConfig.options[0]: Required value: must not be empty
volumes: [{name: v, hostPath: {path: /a/../b}}, {name: w, nfs: {path: a}}] ~ spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..' | spec.volumes[1].nfs.server: Required value | spec.volumes[1].nfs.path: Invalid value: "a": must be an absolute path
volumes: [{name: v, configMap: {name: m, items: [{key: k, path: /a/../b}]}}] ~ spec.volumes[0].configMap.items[0].path: Invalid value: "/a/../b": must be a relative path | spec.volumes[0].configMap.items[0].path: Invalid value: "/a/../b": must not contain '..'
containers: [{name: c, image: i, resources: {requests: {configmaps: 1, disks: 1}}}] ~ spec.containers[0].resources.requests[configmaps]: Invalid value: "configmaps": must be a standard resource for containers | spec.containers[0].resources.requests[disks]: Invalid value: "disks": must be a standard resource type or fully qualified | spec.containers[0].resources.requests[disks]: Invalid value: "disks": must be a standard resource for containers
volumes: [{name: v, hostPath: {path: /x, type: Folder}}] ~ spec.volumes[0].hostPath.type: Unsupported value: "Folder": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
containers: [{name: c, image: i, securityContext: {privileged: true, allowPrivilegeEscalation: false}}] ~ spec.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true
containers: [{name: c, image: i, env: [{name: E, valueFrom: {fieldRef: {fieldPath: spec.foo}}}]}] ~ spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo
containers: [{name: c, image: i, env: [{name: E, valueFrom: {resourceFieldRef: {resource: limits.gpu}}}]}] ~ spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.gpu": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
""")
  void ofPods(String fields, String causes) {
    String containers =
        fields.contains("containers: [{name: c") ? "" : "containers: [{name: c, image: i}], ";

    List<String> found =
        created(kind("Pod"), object("{metadata: {name: p}, spec: {" + containers + fields + "}}"));

    assertEquals(List.of(causes.replace("KEY", LABEL_KEY).split(" \\| ")), found);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
completionMode: Indexed, completions: 2, maxFailedIndexes: 3 ~ spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified | spec.maxFailedIndexes: Invalid value: 3: must be less than or equal to completions
completionMode: Striped ~ spec.completionMode: Unsupported value: "Striped": supported values: "NonIndexed", "Indexed"
completionMode: Indexed, parallelism: 100001, completions: 1 ~ spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed
backoffLimitPerIndex: 1 ~ spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode
podReplacementPolicy: Now ~ spec.podReplacementPolicy: Unsupported value: "Now": supported values: "Failed", "TerminatingOrFailed"
managedBy: me ~ spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")
podFailurePolicy: {rules: [{action: FailIndex, onExitCodes: {operator: In, containerName: d, values: [3, 0, 3]}}]} ~ spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set | spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "d": must be one of the container or initContainer names in the pod template | spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator | spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 3 | spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []int32{3, 0, 3}: must be ordered
podFailurePolicy: {rules: [{action: Ignore}]} ~ spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required
template: {spec: {restartPolicy: Sometimes, containers: [{name: c, image: i}]}} ~ spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never" | spec.template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "OnFailure", "Never"
template: {metadata: {labels: {job-name: other}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}} ~ spec.template.metadata.labels[job-name]: Invalid value: map[string]string{"batch.kubernetes.io/controller-uid":"u", "batch.kubernetes.io/job-name":"j", "controller-uid":"u", "job-name":"other"}: must be 'j'
manualSelector: true ~ spec.selector: Required value | spec.template.metadata.labels: Invalid value: map[string]string(nil): ´selector´ does not match template ´labels´
""")
  void ofJobs(String fields, String causes) {
    List<String> found =
        created(
            kind("Job"),
            object(
                "{metadata: {name: j, uid: u}, spec: {"
                    + fields
                    + (fields.contains("template: ")
                        ? ""
                        : ", template: {spec: {restartPolicy: Never, containers: [{name: c, image:"
                            + " i}]}}")
                    + "}}"));

    assertEquals(List.of(causes.replace('´', '`').split(" \\| ")), found);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
DaemonSet ~ updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0}} ~ spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0
DaemonSet ~ updateStrategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}} ~ spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: intstr.IntOrString{Type:0, IntVal:1, StrVal:""}: may not be set when maxUnavailable is non-zero
StatefulSet ~ podManagementPolicy: Random ~ spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel'
StatefulSet ~ updateStrategy: {type: Recreate} ~ spec.updateStrategy: Invalid value: apps.StatefulSetUpdateStrategy{Type:"Recreate", RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}: must be 'RollingUpdate' or 'OnDelete'
StatefulSet ~ updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}} ~ spec.updateStrategy.rollingUpdate: Invalid value: apps.RollingUpdateStatefulSetStrategy{Partition:1, MaxUnavailable:(*intstr.IntOrString)(nil)}: only allowed for updateStrategy 'RollingUpdate'
StatefulSet ~ ordinals: {start: -1} ~ spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0
""")
  void ofWorkloads(String kind, String fields, String causes) {
    List<String> found =
        created(
            kind(kind),
            object(
                "{metadata: {name: w}, spec: {"
                    + fields
                    + ", selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},"
                    + " spec: {containers: [{name: c, image: i}]}}}}"));

    assertEquals(List.of(causes.split(" \\| ")), found);
  }

  @Test
  void ofPodUpdatesShowWhatChanged() {
    BuiltInKind kind = kind("Pod");
    ObjectNode old =
        object("{metadata: {name: p}, spec: {containers: [{name: c, image: i, command: [a, b]}]}}");
    assertEquals(List.of(), created(kind, old));
    ObjectNode changed = old.deepCopy();
    changed.withObject("/spec").put("terminationGracePeriodSeconds", 5);
    changed.withArray("/spec/containers/0/command").add("c");

    List<String> found =
        kind.rules().validateUpdate(changed, old).stream().map(FieldError::text).toList();

    assertEquals(1, found.size());
    assertEquals(
        List.of(
            "+ \t\t\t\t\"c\",",
            "- \tTerminationGracePeriodSeconds: 30,",
            "+ \tTerminationGracePeriodSeconds: 5,"),
        found
            .getFirst()
            .lines()
            .filter(line -> line.startsWith("+") || line.startsWith("-"))
            .toList());
    assertTrue(found.getFirst().contains("\n  core.PodSpec{\n  \tContainers: {\n"));
  }

  @Test
  void allowATimeThatNeverMadeSenseToBePutRight() {
    BuiltInKind kind = kind("Pod");
    ObjectNode old =
        object(
            "{metadata: {name: p}, spec: {terminationGracePeriodSeconds: -1, containers: [{name: c,"
                + " image: i}]}}");
    assertEquals(List.of(), created(kind, old));
    ObjectNode changed = old.deepCopy();
    changed.withObject("/spec").put("terminationGracePeriodSeconds", 1);

    assertEquals(List.of(), kind.rules().validateUpdate(changed, old));
  }
}
