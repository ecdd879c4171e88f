package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver 1.32 says to storage, configuration and roles; bars divide causes. */
final class ConfigurationRefusalsTest {
  private static final String KEY =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
          + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
          + " '[-._a-zA-Z0-9]+')";

  private static List<String> causes(String text) {
    return text == null ? List.of() : List.of(text.replace("KEY)", KEY).split(" \\| "));
  }

  private static ObjectNode named(String fields) {
    return object("{metadata: {name: n, namespace: default}, " + fields + "}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
PersistentVolumeClaim ~ spec: {} ~ spec.accessModes: Required value: at least 1 access mode is required | spec.resources[storage]: Required value
PersistentVolumeClaim ~ spec: {accessModes: [Some, ReadWriteOncePod, ReadWriteMany], resources: {requests: {storage: '0'}}, storageClassName: A_b, volumeMode: Disk} ~ spec.accessModes: Unsupported value: "Some": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod" | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes | spec.resources[storage]: Invalid value: "0": must be greater than zero | spec.storageClassName: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*') | spec.volumeMode: Unsupported value: "Disk": supported values: "Block", "Filesystem"
PersistentVolumeClaim ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, dataSourceRef: {kind: Image}} ~ spec.dataSource.name: Required value | spec.dataSource: Invalid value: "Image": must be 'PersistentVolumeClaim' when referencing the default apiGroup | spec.dataSourceRef.name: Required value | spec.dataSourceRef: Invalid value: "Image": must be 'PersistentVolumeClaim' when referencing the default apiGroup
PersistentVolume ~ spec: {} ~ spec.accessModes: Required value | spec.capacity: Required value | spec.capacity: Unsupported value: core.ResourceList(nil): supported values: "storage" | spec: Required value: must specify a volume type
PersistentVolume ~ spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /a/../b}, nfs: {server: s, path: /x}} ~ spec.hostPath.path: Invalid value: "/a/../b": must not contain '..' | spec.nfs: Forbidden: may not specify more than 1 volume type
PersistentVolume ~ spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, local: {path: /a}} ~ spec.nodeAffinity: Required value: Local volume requires node affinity
PersistentVolume ~ spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, csi: {nodePublishSecretRef: {name: s}}} ~ spec.csi.driver: Required value | spec.csi.driver: Invalid value: "": SUBDOMAIN | spec.csi.volumeHandle: Required value | spec.csi.nodePublishSecretRef.namespace: Required value
PersistentVolume ~ spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, persistentVolumeReclaimPolicy: Recycle, hostPath: {path: /}} ~ spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'
StorageClass ~ reclaimPolicy: Recycle, volumeBindingMode: Late ~ provisioner: Required value | reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain" | volumeBindingMode: Unsupported value: "Late": supported values: "Immediate", "WaitForFirstConsumer"
ConfigMap ~ data: {..a: x, a/b: y} ~ data[..a]: Invalid value: "..a": must not start with '..' | data[a/b]: Invalid value: "a/b": KEY)
ConfigMap ~ data: {a: x}, binaryData: {a: eA==} ~ data[a]: Invalid value: "a": duplicate of key present in binaryData
Secret ~ type: kubernetes.io/ssh-auth, stringData: {ssh-privatekey: ''} ~ data[ssh-privatekey]: Required value
Secret ~ type: kubernetes.io/basic-auth ~ data[username]: Required value | data[password]: Required value
Secret ~ type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: hello} ~ data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'h' looking for beginning of value
Secret ~ type: kubernetes.io/dockercfg, stringData: {.dockercfg: '[]'} ~ data[.dockercfg]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}
Secret ~ type: kubernetes.io/service-account-token ~ metadata.annotations[kubernetes.io/service-account.name]: Required value
ResourceQuota ~ spec: {hard: {pods: '1.5', foo: 1, cpu: '-1'}} ~ spec.hard[pods]: Invalid value: resource.Quantity{i:resource.int64Amount{value:1500, scale:-3}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: must be an integer | spec.hard[foo]: Invalid value: "foo": must be a standard resource type or fully qualified | spec.hard[foo]: Invalid value: "foo": must be a standard resource for quota | spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0
ResourceQuota ~ spec: {hard: {services: 1}, scopes: [BestEffort, NotBestEffort, Odd]} ~ spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort", "Odd"}: unsupported scope applied to resource | spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort", "Odd"}: unsupported scope applied to resource | spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort", "Odd"}: unsupported scope | spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort", "Odd"}: conflicting scopes
ResourceQuota ~ spec: {hard: {pods: 1}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}, {scopeName: PriorityClass, operator: Exists, values: [a]}, {scopeName: PriorityClass, operator: Near}]}} ~ spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector | spec.scopeSelector.matchExpressions.values: Invalid value: []string{"a"}: must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector | spec.scopeSelector.matchExpressions.operator: Invalid value: "Near": not a valid selector operator
LimitRange ~ spec: {limits: [{type: Pod, default: {cpu: 1}}, {type: Pod}, {type: Box}, {type: PersistentVolumeClaim}]} ~ spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod' | spec.limits[1].type: Duplicate value: "Pod" | spec.limits[2].type: Invalid value: "Box": must be a standard limit type or fully qualified | spec.limits[3].limits: Required value: either minimum or maximum storage value is required, but neither was provided
LimitRange ~ spec: {limits: [{type: Container, min: {cpu: 2}, max: {cpu: 1}, default: {cpu: 1}, defaultRequest: {cpu: 2}}]} ~ spec.limits[0].min[cpu]: Invalid value: TWO: min value 2 is greater than max value 1 | spec.limits[0].defaultRequest[cpu]: Invalid value: TWO: default request value 2 is greater than max value 1 | spec.limits[0].defaultRequest[cpu]: Invalid value: TWO: default request value 2 is greater than default limit value 1 | spec.limits[0].default[cpu]: Invalid value: TWO: min value 2 is greater than default value 1
LimitRange ~ spec: {limits: [{type: Pod, min: {cpu: 1}, max: {cpu: 2}, maxLimitRequestRatio: {cpu: 3}}]} ~ spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:3, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: ratio 3 is greater than max/min = 2.000000
Role ~ rules: [{verbs: [get], nonResourceURLs: [/x], apiGroups: ['']}] ~ rules[0].nonResourceURLs: Invalid value: []string{"/x"}: namespaced rules cannot apply to non-resource URLs | rules[0].nonResourceURLs: Invalid value: []string{"/x"}: rules cannot apply to both regular resources and non-resource URLs
Role ~ rules: [{}] ~ rules[0].verbs: Required value: verbs must contain at least one value | rules[0].apiGroups: Required value: resource rules must supply at least one api group | rules[0].resources: Required value: resource rules must supply at least one resource
ClusterRole ~ aggregationRule: {} ~ aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil
RoleBinding ~ roleRef: {apiGroup: x, kind: Rule}, subjects: [{kind: Robot, name: r}, {kind: User, apiGroup: x, name: u}, {kind: ServiceAccount, name: A, apiGroup: x}] ~ roleRef.apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io" | roleRef.kind: Unsupported value: "Rule": supported values: "Role", "ClusterRole" | roleRef.name: Required value | subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group" | subjects[1].apiGroup: Unsupported value: "x": supported values: "rbac.authorization.k8s.io" | subjects[2].name: Invalid value: "A": SUBDOMAIN | subjects[2].apiGroup: Unsupported value: "x": supported values: ""
ClusterRoleBinding ~ roleRef: {kind: ClusterRole, name: view}, subjects: [{kind: ServiceAccount, name: a}] ~ subjects[0].namespace: Required value
PriorityClass ~ value: 1000000001, preemptionPolicy: Always ~ value: Forbidden: maximum allowed value of a user defined priority is 1000000000 | preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"
PodDisruptionBudget ~ spec: {minAvailable: '101%', maxUnavailable: -1, unhealthyPodEvictionPolicy: Never} ~ spec: Invalid value: {"minAvailable":"101%","maxUnavailable":-1,"unhealthyPodEvictionPolicy":"Never"}: minAvailable and maxUnavailable cannot be both set | spec.minAvailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"101%"}: must not be greater than 100% | spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0 | spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"
HorizontalPodAutoscaler ~ spec: {minReplicas: 0, maxReplicas: 0, scaleTargetRef: {kind: a/b}, metrics: [{}, {type: Resource, pods: {metric: {name: m}, target: {type: AverageValue, averageValue: 1}}}]} ~ spec.minReplicas: Invalid value: 0: must be greater than or equal to 1 | spec.maxReplicas: Invalid value: 0: must be greater than 0 | spec.scaleTargetRef.kind: Invalid value: "a/b": may not contain '/' | spec.scaleTargetRef.name: Required value | spec.metrics[0].type: Required value: must specify a metric source type | spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource" | spec.metrics[1].resource: Required value: must populate information for the given metric source | spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas
CronJob ~ spec: {schedule: '5,x * * * 7/2', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}} ~ spec.schedule: Invalid value: "5,x * * * 7/2": failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax
CronJob ~ spec: {schedule: '0 0 * * 1-2-3', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}} ~ spec.schedule: Invalid value: "0 0 * * 1-2-3": too many hyphens: 1-2-3
CronJob ~ spec: {schedule: '* * *', startingDeadlineSeconds: -1, timeZone: Mars/Base, concurrencyPolicy: Queue, successfulJobsHistoryLimit: -1, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}} ~ spec.schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *] | spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0 | spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base | spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace" | spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0
""")
  void ofNewObjects(String kind, String fields, String causes) {
    String two =
        "resource.Quantity{i:resource.int64Amount{value:2, scale:0},"
            + " d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:\"\", Format:\"DecimalSI\"}";
    String subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
            + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    assertEquals(
        causes(causes.replace("TWO", two).replace("SUBDOMAIN", subdomain)),
        created(kind(kind), named(fields)));
  }

  @ParameterizedTest(name = "{0} {1} to {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
ConfigMap ~ data: {a: x}, immutable: true ~ data: {a: y}, immutable: true ~ data: Forbidden: field is immutable when `immutable` is set
ConfigMap ~ data: {a: x}, immutable: true ~ data: {a: x} ~ immutable: Forbidden: field is immutable when `immutable` is set
ConfigMap ~ data: {a: x} ~ data: {a: y}, immutable: true ~
Secret ~ data: {a: eA==}, immutable: true ~ data: {a: eQ==}, immutable: false ~ immutable: Forbidden: field is immutable when `immutable` is set | data: Forbidden: field is immutable when `immutable` is set
Secret ~ type: a/b ~ type: a/c ~ type: Invalid value: "a/c": field is immutable
StorageClass ~ provisioner: a.b/c, parameters: {a: b} ~ provisioner: a.b/d, reclaimPolicy: Retain, volumeBindingMode: WaitForFirstConsumer ~ parameters: Forbidden: updates to parameters are forbidden. | provisioner: Forbidden: updates to provisioner are forbidden. | reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden. | volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable
PriorityClass ~ value: 1 ~ value: 2, preemptionPolicy: Never ~ value: Forbidden: may not be changed in an update. | preemptionPolicy: Invalid value: "Never": field is immutable
RoleBinding ~ roleRef: {kind: Role, name: a} ~ roleRef: {kind: Role, name: b} ~ roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"b"}: cannot change roleRef
ResourceQuota ~ spec: {hard: {pods: 1}, scopes: [BestEffort]} ~ spec: {hard: {pods: 1}} ~ spec.scopes: Invalid value: []core.ResourceQuotaScope(nil): field is immutable
Job ~ spec: {completionMode: Indexed, completions: 2, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}} ~ spec: {completionMode: Indexed, completions: 3, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}} ~ spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism
PersistentVolumeClaim ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, dataSource: {kind: PersistentVolumeClaim, name: a}} ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, dataSource: {kind: PersistentVolumeClaim, name: a}} ~
PersistentVolumeClaim ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}} ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: fast, volumeName: v} ~
""")
  void ofChanges(String kind, String before, String after, String causes) {
    ObjectNode changed = named(after);
    ObjectNode old = named(before);
    if (kind.equals("Job")) {
      String made = "{matchLabels: {batch.kubernetes.io/controller-uid: ''}}";
      String labels =
          "{controller-uid: '', batch.kubernetes.io/controller-uid: '', job-name: n,"
              + " batch.kubernetes.io/job-name: n}";
      changed.withObject("/spec").set("selector", object(made));
      changed.withObject("/spec/template/metadata").set("labels", object(labels));
    }

    assertEquals(causes(causes), updated(kind(kind), old, changed));
  }

  @Test
  void ofClaimsShowWhatChangedAndKeepWhatIsThere() {
    String claim =
        "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: SIZE}}},"
            + " status: {phase: Bound, capacity: {storage: 2Gi}}";
    ObjectNode old = named(claim.replace("SIZE", "4Gi"));
    kind("PersistentVolumeClaim").rules().applyDefaults(old);

    ObjectNode smaller = named(claim.replace("SIZE", "3Gi"));
    ObjectNode tooSmall = named(claim.replace("SIZE", "1Gi"));
    kind("PersistentVolumeClaim").rules().applyDefaults(smaller);
    kind("PersistentVolumeClaim").rules().applyDefaults(tooSmall);

    assertEquals(
        List.of(),
        KindSamples.texts(kind("PersistentVolumeClaim").rules().validateUpdate(smaller, old)));
    assertEquals(
        List.of(
            "spec.resources.requests.storage: Forbidden: field can not be less than"
                + " status.capacity"),
        KindSamples.texts(kind("PersistentVolumeClaim").rules().validateUpdate(tooSmall, old)));
  }
}
