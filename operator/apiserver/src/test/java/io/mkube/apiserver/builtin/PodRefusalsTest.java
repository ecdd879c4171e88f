package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to pods and their containers; causes are divided by bars. */
final class PodRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
containers: [{name: c, image: i, env: [{name: '', value: x}]}] ~ spec.containers[0].env[0].name: Required value
containers: [{name: c, image: i, env: [{name: a, valueFrom: {}}]}] ~ spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`
containers: [{name: c, image: i, env: [{name: a, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}] ~ spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty
containers: [{name: c, image: i, env: [{name: a, valueFrom: {fieldRef: {fieldPath: metadata.name}, secretKeyRef: {name: s, key: k}}}]}] ~ spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time
containers: [{name: c, image: i, env: [{name: a, valueFrom: {fieldRef: {fieldPath: ''}}}]}] ~ spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Required value
containers: [{name: c, image: i, env: [{name: a, valueFrom: {fieldRef: {fieldPath: metadata.labels}}}]}] ~ spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"
containers: [{name: c, image: i, env: [{name: a, valueFrom: {secretKeyRef: {name: '', key: ''}}}]}] ~ spec.containers[0].env[0].valueFrom.secretKeyRef.name: Invalid value: "": SUBDOMAIN | spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value
containers: [{name: c, image: i, env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.x}}}]}] ~ spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.x": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
containers: [{name: c, image: i, env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: '2'}}}]}] ~ spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource
containers: [{name: c, image: i, envFrom: [{configMapRef: {name: ''}}]}] ~ spec.containers[0].envFrom[0].configMapRef.name: Required value
containers: [{name: c, image: i, envFrom: [{}]}] ~ spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`
containers: [{name: c, image: i, envFrom: [{configMapRef: {name: a}, secretRef: {name: b}}]}] ~ spec.containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time
containers: [{name: c, image: i, env: [{name: 'a=b'}]}] ~ spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='
containers: [{name: c, image: i, volumeMounts: [{name: x, mountPath: '/a'}]}] ~ spec.containers[0].volumeMounts[0].name: Not found: "x"
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: ''}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts[0].mountPath: Required value
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a'}, {name: v, mountPath: '/a'}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', subPath: '/x'}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts.subPath: Invalid value: "/x": must be a relative path
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', subPath: a/../b}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts.subPath: Invalid value: "a/../b": must not contain '..'
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', subPath: a, subPathExpr: b}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "b": subPathExpr and subPath are mutually exclusive
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', mountPropagation: Foo}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts.mountPropagation: Unsupported value: "Foo": supported values: "Bidirectional", "HostToContainer", "None"
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', mountPropagation: Bidirectional}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers
containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: '/a', recursiveReadOnly: Enabled}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true
containers: [{name: c, image: i, volumeDevices: [{name: d, devicePath: '/dev/x'}]}] ~ spec.containers[0].volumeDevices[0].name: Not found: "d"
containers: [{name: c, image: i, volumeDevices: [{name: v, devicePath: ''}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: a}}] ~ spec.containers[0].volumeDevices[0].devicePath: Required value
containers: [{name: c, image: i, volumeDevices: [{name: v, devicePath: '/dev/x'}]}], volumes: [{name: v, emptyDir: {}}] ~ spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode
containers: [{name: c, image: i, ports: [{containerPort: 0}]}] ~ spec.containers[0].ports[0].containerPort: Required value
containers: [{name: c, image: i, ports: [{containerPort: 65536}]}] ~ spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive
containers: [{name: c, image: i, ports: [{containerPort: 1, protocol: ICMP}]}] ~ spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"
containers: [{name: c, image: i, ports: [{containerPort: 1, name: a}, {containerPort: 2, name: a}]}] ~ spec.containers[0].ports[1].name: Duplicate value: "a"
containers: [{name: c, image: i, ports: [{containerPort: 1, name: aaaaaaaaaaaaaaaa}]}] ~ spec.containers[0].ports[0].name: Invalid value: "aaaaaaaaaaaaaaaa": must be no more than 15 characters
containers: [{name: c, image: i, ports: [{containerPort: 1, name: '123'}]}] ~ spec.containers[0].ports[0].name: Invalid value: "123": must contain at least one letter (a-z)
containers: [{name: c, image: i, ports: [{containerPort: 1, hostPort: 65536}]}] ~ spec.containers[0].ports[0].hostPort: Invalid value: 65536: must be between 1 and 65535, inclusive
containers: [{name: c, image: i, livenessProbe: {}}] ~ spec.containers[0].livenessProbe: Required value: must specify a handler type
containers: [{name: c, image: i, livenessProbe: {httpGet: {path: '/', port: 1}, tcpSocket: {port: 1}}}] ~ spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
containers: [{name: c, image: i, livenessProbe: {httpGet: {path: '/', port: 0}, tcpSocket: {port: 1}}}] ~ spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive | spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
containers: [{name: c, image: i, livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2}}] ~ spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
containers: [{name: c, image: i, startupProbe: {tcpSocket: {port: 1}, successThreshold: 2}}] ~ spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1
containers: [{name: c, image: i, readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 5}}] ~ spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes
containers: [{name: c, image: i, livenessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 0}}] ~ spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0
containers: [{name: c, image: i, livenessProbe: {tcpSocket: {port: 1}, initialDelaySeconds: -1}}] ~ spec.containers[0].livenessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0
containers: [{name: c, image: i, livenessProbe: {exec: {command: []}}}] ~ spec.containers[0].livenessProbe.exec.command: Required value
containers: [{name: c, image: i, livenessProbe: {httpGet: {path: '/', port: 0}}}] ~ spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive
containers: [{name: c, image: i, livenessProbe: {httpGet: {path: '/', port: 1, scheme: FTP}}}] ~ spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"
containers: [{name: c, image: i, livenessProbe: {httpGet: {path: '/', port: 1, httpHeaders: [{name: 'a b', value: x}]}}}] ~ spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: "a b": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')
containers: [{name: c, image: i, livenessProbe: {grpc: {port: 0}}}] ~ spec.containers[0].livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive
containers: [{name: c, image: i, lifecycle: {preStop: {}}}] ~ spec.containers[0].lifecycle.preStop: Required value: must specify a handler type
containers: [{name: c, image: i, lifecycle: {preStop: {sleep: {seconds: 31}}}}] ~ spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be greater than 0 and less than terminationGracePeriodSeconds (30). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.
containers: [{name: c, image: i, lifecycle: {postStart: {exec: {command: []}}}}] ~ spec.containers[0].lifecycle.postStart.exec.command: Required value
containers: [{name: '', image: i}] ~ spec.containers[0].name: Required value
containers: [{name: A, image: i}] ~ spec.containers[0].name: Invalid value: "A": DNS_LABEL
containers: [{name: c, image: ''}] ~ spec.containers[0].image: Required value
containers: [{name: c, image: ' a '}] ~ spec.containers[0].image: Invalid value: " a ": must not have leading or trailing whitespace
containers: [{name: c, image: i, imagePullPolicy: Foo}] ~ spec.containers[0].imagePullPolicy: Unsupported value: "Foo": supported values: "Always", "IfNotPresent", "Never"
containers: [{name: c, image: i, terminationMessagePolicy: x}] ~ spec.containers[0].terminationMessagePolicy: Unsupported value: "x": supported values: "File", "FallbackToLogsOnError"
containers: [{name: c, image: i, restartPolicy: Always}] ~ spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers
containers: [{name: c, image: i, resources: {requests: {cpu: '2'}, limits: {cpu: '1'}}}] ~ spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
containers: [{name: c, image: i, resources: {limits: {cpu: '-1'}}}] ~ spec.containers[0].resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0 | spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
containers: [{name: c, image: i, securityContext: {runAsUser: -1}}] ~ spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
""")
  void ofContainers(String fields, String causes) {
    String containers =
        fields.startsWith("containers: ") ? "" : "containers: [{name: c, image: i}], ";

    assertEquals(
        KindSamples.causes(causes),
        created(kind("Pod"), object("{metadata: {name: p}, spec: {" + containers + fields + "}}")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
containers: [{name: c, image: i, env: [{name: a, valueFrom: {fieldRef: {fieldPath: 'metadata.labels[''b'']'}}}]}] ~
containers: [{name: c, image: i}, {name: c, image: i}] ~ spec.containers[1].name: Duplicate value: "c"
initContainers: [{name: i, image: i, restartPolicy: Never}] ~ spec.initContainers[0].restartPolicy: Unsupported value: "Never": supported values: "Always"
initContainers: [{name: c, image: i}] ~ spec.initContainers[0].name: Duplicate value: "c"
ephemeralContainers: [{name: d, image: i}] ~ spec.ephemeralContainers: Forbidden: cannot be set on create
restartPolicy: X ~ spec.restartPolicy: Unsupported value: "X": supported values: "Always", "OnFailure", "Never"
dnsPolicy: X ~ spec.dnsPolicy: Unsupported value: "X": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
hostname: A ~ spec.hostname: Invalid value: "A": DNS_LABEL
hostAliases: [{ip: x, hostnames: [a]}] ~ spec.hostAliases[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
dnsPolicy: None ~ spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None
dnsConfig: {nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4']} ~ spec.dnsConfig.nameservers: Invalid value: []string{"1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"}: must not have more than 3 nameservers
dnsConfig: {options: [{name: ''}]} ~ spec.dnsConfig.options[0]: Required value: must not be empty
activeDeadlineSeconds: 0 ~ spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
securityContext: {seccompProfile: {type: Localhost}} ~ spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
securityContext: {seccompProfile: {type: X}} ~ spec.securityContext.seccompProfile.type: Unsupported value: "X": supported values: "Localhost", "RuntimeDefault", "Unconfined"
securityContext: {appArmorProfile: {type: Localhost}} ~ spec.securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost
securityContext: {appArmorProfile: {type: ''}} ~ spec.securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set
securityContext: {fsGroupChangePolicy: X} ~ spec.securityContext.fsGroupChangePolicy: Unsupported value: "X": supported values: "Always", "OnRootMismatch"
os: {name: linux}, securityContext: {windowsOptions: {runAsUserName: x}} ~ spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod
os: {name: ''} ~ spec.os.name: Required value
os: {name: mac} ~ spec.os.name: Unsupported value: "mac": supported values: "linux", "windows"
containers: [{name: c, image: i, securityContext: {capabilities: {add: [X]}}}], os: {name: windows}, hostPID: true, securityContext: {runAsUser: 1} ~ spec.hostPID: Forbidden: cannot be set for a windows pod | spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod | spec.containers[0].securityContext.capabilities: Forbidden: cannot be set for a windows pod
tolerations: [{key: k, operator: Exists, value: v}] ~ spec.tolerations[0].operator: Invalid value: core.Toleration{Key:"k", Operator:"Exists", Value:"v", Effect:"", TolerationSeconds:(*int64)(nil)}: value must be empty when `operator` is 'Exists'
tolerations: [{operator: Equal, value: a}] ~ spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"
tolerations: [{key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 1}] ~ spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when `tolerationSeconds` is set
tolerations: [{key: a, operator: X}] ~ spec.tolerations[0].operator: Unsupported value: "X": supported values: "Equal", "Exists"
tolerations: [{key: a, operator: Exists, effect: X}] ~ spec.tolerations[0].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Foo}]}]}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.namespace, operator: In, values: [a]}]}]}}} ~ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "metadata.namespace": not a valid field selector key
affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}} ~ spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}, topologyKey: ''}]}} ~ spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {matchExpressions: [{key: a, operator: X}]}}]}} ~ spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator: Invalid value: "X": not a valid selector operator
affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, podAffinityTerm: {topologyKey: a, labelSelector: {}}}]}} ~ spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100
topologySpreadConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule}] ~ spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero
topologySpreadConstraints: [{maxSkew: 1, topologyKey: '', whenUnsatisfiable: DoNotSchedule}] ~ spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: X}] ~ spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "X": supported values: "DoNotSchedule", "ScheduleAnyway"
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}] ~ spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}: Duplicate value: "{a, DoNotSchedule}"
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 0}] ~ spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, nodeAffinityPolicy: X}] ~ spec.topologySpreadConstraints[0].nodeAffinityPolicy: Unsupported value: "X": supported values: "Honor", "Ignore"
topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [x]}] ~ spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set
schedulingGates: [{name: a}, {name: a}] ~ spec.schedulingGates[1]: Duplicate value: "a"
shareProcessNamespace: true, hostPID: true ~ spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled
containers: [] ~ spec.containers: Required value
""")
  void ofPods(String fields, String causes) {
    String containers =
        fields.matches("(.*, )?containers: .*") ? "" : "containers: [{name: c, image: i}], ";

    assertEquals(
        KindSamples.causes(causes),
        created(kind("Pod"), object("{metadata: {name: p}, spec: {" + containers + fields + "}}")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "-05, true",
    "2147483647, true",
    "-2147483648, true",
    "2147483648, false",
    "-2147483649, false",
    "+1, false",
    "01, false",
    "x, false",
  })
  void ofCostsOfDeletion(String cost, boolean taken) {
    String name = "controller.kubernetes.io/pod-deletion-cost";
    String metadata = "{name: p, annotations: {" + name + ": '" + cost + "'}}";
    String refusal =
        "metadata.annotations[%s]: Invalid value: \"%s\": must be a 32bit integer"
            .formatted(name, cost);

    assertEquals(
        taken ? List.of() : List.of(refusal),
        created(
            kind("Pod"),
            object("{metadata: " + metadata + ", spec: {containers: [{name: c, image: i}]}}")));
  }
}
