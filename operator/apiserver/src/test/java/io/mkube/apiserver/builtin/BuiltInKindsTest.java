package io.mkube.apiserver.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BuiltInKindsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The least that each kind takes. */
  private static final String MATCHED =
      "{operations: [CREATE], apiGroups: [''], apiVersions: [v1], resources: [pods]}";

  private static final String WEBHOOK =
      "{webhooks: [{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1],"
          + " clientConfig: {url: 'https://example.com'}, rules: ["
          + MATCHED
          + "]}]}";

  private static final Map<String, String> LEAST =
      Map.ofEntries(
          Map.entry("Pod", "{spec: {containers: [{name: c, image: i}]}}"),
          Map.entry("Deployment", workload("")),
          Map.entry("ReplicaSet", workload("")),
          Map.entry("StatefulSet", workload("serviceName: s, ")),
          Map.entry("DaemonSet", workload("")),
          Map.entry(
              "Job",
              "{spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image:"
                  + " i}]}}}}"),
          Map.entry(
              "CronJob",
              "{spec: {schedule: '*/5 * * * 1-5', jobTemplate: {spec: {template: {spec:"
                  + " {restartPolicy: OnFailure, containers: [{name: c, image: i}]}}}}}}"),
          Map.entry("PodTemplate", "{template: {spec: {containers: [{name: c, image: i}]}}}"),
          Map.entry("ControllerRevision", "{revision: 1, data: {a: 1}}"),
          Map.entry("Service", "{spec: {ports: [{port: 80}]}}"),
          Map.entry("EndpointSlice", "{addressType: IPv4, endpoints: []}"),
          Map.entry(
              "Ingress", "{spec: {defaultBackend: {service: {name: s, port: {number: 80}}}}}"),
          Map.entry("IngressClass", "{spec: {controller: example.com/c}}"),
          Map.entry(
              "PersistentVolumeClaim",
              "{spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}"),
          Map.entry(
              "PersistentVolume",
              "{spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path:"
                  + " /x}}}"),
          Map.entry("StorageClass", "{provisioner: example.com/p}"),
          Map.entry(
              "Event",
              "{metadata: {namespace: default}, eventTime: '2026-01-01T00:00:00.000000Z',"
                  + " reportingController: c, reportingComponent: c, reportingInstance: i, action:"
                  + " a, type: Normal, reason: r, regarding: {namespace: default}, involvedObject:"
                  + " {namespace: default}}"),
          Map.entry("RoleBinding", "{roleRef: {kind: Role, name: r}}"),
          Map.entry("ClusterRoleBinding", "{roleRef: {kind: ClusterRole, name: r}}"),
          Map.entry(
              "CustomResourceDefinition",
              "{metadata: {name: widgets.example.com}, spec: {group: example.com, scope:"
                  + " Namespaced, names: {plural: widgets, kind: Widget}, versions: [{name: v1,"
                  + " served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}"),
          Map.entry(
              "APIService",
              "{metadata: {name: v1.apps}, spec: {group: apps, version: v1,"
                  + " groupPriorityMinimum: 100, versionPriority: 10}}"),
          Map.entry("PriorityClass", "{value: 10}"),
          Map.entry(
              "HorizontalPodAutoscaler",
              "{spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: d}}}"),
          Map.entry(
              "ReplicationController",
              "{spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image:"
                  + " i}]}}}}"),
          Map.entry("MutatingWebhookConfiguration", WEBHOOK),
          Map.entry("ValidatingWebhookConfiguration", WEBHOOK),
          Map.entry(
              "ValidatingAdmissionPolicy",
              "{spec: {matchConstraints: {resourceRules: ["
                  + MATCHED
                  + "]}, validations: [{expression: 'true'}]}}"),
          Map.entry(
              "ValidatingAdmissionPolicyBinding",
              "{spec: {policyName: p, validationActions: [Deny]}}"),
          Map.entry(
              "FlowSchema",
              "{spec: {priorityLevelConfiguration: {name: l}, rules: [{subjects: [{kind: User,"
                  + " user: {name: u}}], nonResourceRules: [{verbs: ['*'], nonResourceURLs:"
                  + " ['*']}]}]}}"),
          Map.entry(
              "PriorityLevelConfiguration",
              "{spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {}}}}}"),
          Map.entry("RuntimeClass", "{handler: runc}"),
          Map.entry("CSIDriver", "{spec: {}}"),
          Map.entry("CSINode", "{spec: {drivers: [{name: d, nodeID: n}]}}"),
          Map.entry("CSIStorageCapacity", "{storageClassName: s}"),
          Map.entry(
              "VolumeAttachment",
              "{spec: {attacher: a, nodeName: n, source: {persistentVolumeName: v}}}"),
          Map.entry(
              "CertificateSigningRequest",
              "{spec: {signerName: example.com/s, usages: [client auth], request:"
                  + " LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K}}"));

  private static String workload(String more) {
    return "{spec: {"
        + more
        + "selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
        + " {containers: [{name: c, image: i}]}}}}";
  }

  static Stream<BuiltInKind> kinds() {
    return BuiltInKinds.all().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void takeTheLeastObjectAndSettleAtOnce(BuiltInKind kind) {
    ObjectNode object = least(kind);

    List<String> findings = create(kind, object);

    assertEquals(List.of(), findings);
    ObjectNode again = object.deepCopy();
    assertEquals(List.of(), kind.schema().prune(again));
    kind.rules().applyDefaults(again);
    kind.rules().prepareForUpdate(again, object);
    assertEquals(object, again);
    assertEquals(List.of(), texts(kind.rules().validateUpdate(again, object)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepTheStatusOutOfTheMainResource(BuiltInKind kind) {
    if (!kind.type().hasSubresource("status")) {
      return;
    }
    ObjectNode old = least(kind);
    create(kind, old);
    ObjectNode changed = old.deepCopy();
    changed.putObject("status").put("invented", true);
    changed.withObject("metadata").putObject("annotations").put("a", "b");

    kind.rules().prepareForUpdate(changed, old);

    assertEquals(old.path("status"), changed.path("status"));
    assertEquals("b", changed.path("metadata").path("annotations").path("a").asText());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepTheSpecOutOfTheStatus(BuiltInKind kind) {
    if (!kind.type().hasSubresource("status")) {
      return;
    }
    ObjectNode old = least(kind);
    create(kind, old);
    ObjectNode changed = old.deepCopy();
    changed.putObject("spec").put("invented", true);
    changed.put("more", 1);
    changed.putObject("status").put("phase", "Known");

    kind.rules().prepareForStatusUpdate(changed, old);

    assertEquals(old.path("spec"), changed.path("spec"));
    assertTrue(changed.path("more").isMissingNode());
    assertEquals("Known", changed.path("status").path("phase").asText());
  }

  @Test
  void areListedOnceAndInOrder() {
    List<String> names =
        BuiltInKinds.all().stream()
            .map(kind -> kind.type().qualifiedName() + " " + kind.type().kind().version())
            .toList();

    assertEquals(names.stream().distinct().toList(), names);
    assertEquals("configmaps v1", names.getFirst());
    assertEquals(51, names.size());
  }

  @Nested
  final class Pods {
    @Test
    void getTheDefaultsOfKubernetes() throws Exception {
      BuiltInKind kind = kind("Pod");
      ObjectNode pod =
          object(
              """
              metadata: {name: p}
              spec:
                containers:
                - name: c
                  image: registry:5000/a
                  ports: [{containerPort: 80}]
                  env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                  readinessProbe: {httpGet: {port: 80}}
                  resources: {limits: {cpu: 1, memory: 1024Mi}}
                - {name: d, image: 'b:1'}
                volumes: [{name: tmp}, {name: c, configMap: {name: m}}]
              """);

      assertEquals(List.of(), create(kind, pod));

      assertEquals(
          object(
              """
              metadata: {name: p}
              spec:
                containers:
                - name: c
                  image: registry:5000/a
                  ports: [{containerPort: 80, protocol: TCP}]
                  env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP, apiVersion: v1}}}]
                  readinessProbe: {httpGet: {port: 80, path: /, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}
                  resources: {limits: {cpu: '1', memory: 1Gi}, requests: {cpu: '1', memory: 1Gi}}
                  terminationMessagePath: /dev/termination-log
                  terminationMessagePolicy: File
                  imagePullPolicy: Always
                - {name: d, image: 'b:1', terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File, imagePullPolicy: IfNotPresent, resources: {}}
                volumes: [{name: tmp, emptyDir: {}}, {name: c, configMap: {name: m, defaultMode: 420}}]
                restartPolicy: Always
                dnsPolicy: ClusterFirst
                schedulerName: default-scheduler
                terminationGracePeriodSeconds: 30
                securityContext: {}
                enableServiceLinks: true
                serviceAccountName: default
                serviceAccount: default
                preemptionPolicy: PreemptLowerPriority
                priority: 0
                tolerations:
                - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
                - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
              status: {phase: Pending, qosClass: Burstable}
              """),
          pod);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{} | spec.containers: Required value",
          "{containers: [{image: i}]} | spec.containers[0].name: Required value",
          "{containers: [{name: c}]} | spec.containers[0].image: Required value",
          "{containers: [{name: c, image: ' i'}]} | spec.containers[0].image: Invalid value: \""
              + " i\": must not have leading or trailing whitespace",
          "{containers: [{name: c, image: i}, {name: c, image: i}]} | spec.containers[1].name:"
              + " Duplicate value: \"c\"",
          "{containers: [{name: c, image: i, ports: [{containerPort: 70000}]}]} |"
              + " spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between"
              + " 1 and 65535, inclusive",
          "{containers: [{name: c, image: i, imagePullPolicy: Maybe}]} |"
              + " spec.containers[0].imagePullPolicy: Unsupported value: \"Maybe\": supported"
              + " values: \"Always\", \"IfNotPresent\", \"Never\"",
          "{containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: /v}]}]} |"
              + " spec.containers[0].volumeMounts[0].name: Not found: \"v\"",
          "{containers: [{name: c, image: i, readinessProbe: {}}]} |"
              + " spec.containers[0].readinessProbe: Required value: must specify a handler type",
          "{containers: [{name: c, image: i, resources: {limits: {cpu: 1}, requests: {cpu: 2}}}]} |"
              + " spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or"
              + " equal to cpu limit of 1",
          "{containers: [{name: c, image: i}], restartPolicy: Sometimes} | spec.restartPolicy:"
              + " Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\","
              + " \"Never\"",
          "{containers: [{name: c, image: i}], volumes: [{name: v, emptyDir: {}, hostPath: {path:"
              + " /}}]} | spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume"
              + " type",
          "{containers: [{name: c, image: i}], hostname: A_b} | spec.hostname: Invalid value:"
              + " \"A_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric"
              + " characters or '-', and must start and end with an alphanumeric character (e.g."
              + " 'my-name',  or '123-abc', regex used for validation is"
              + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
          "{containers: [{name: c, image: i}], dnsConfig: {nameservers: [x]}} |"
              + " spec.dnsConfig.nameservers[0]: Invalid value: \"x\": must be a valid IP address,"
              + " (e.g. 10.9.8.7 or 2001:db8::ffff)",
        })
    void areRefusedAsKubernetesRefusesThem(String spec, String message) throws Exception {
      assertEquals(
          List.of(message),
          create(kind("Pod"), object("{metadata: {name: p}, spec: " + spec + "}")));
    }

    @Test
    void keepTheirSpecButForImagesAndAFewNumbers() throws Exception {
      BuiltInKind kind = kind("Pod");
      ObjectNode old = least(kind);
      create(kind, old);
      ObjectNode changed = old.deepCopy();
      ((ObjectNode) changed.path("spec").path("containers").get(0)).put("image", "other:2");
      assertEquals(List.of(), texts(kind.rules().validateUpdate(changed, old)));

      changed.withObject("spec").put("hostname", "h");
      assertTrue(
          texts(kind.rules().validateUpdate(changed, old))
              .getFirst()
              .startsWith("spec: Forbidden: pod updates may not change fields other than"));
    }

    @Test
    void warnOfFieldsWithoutEffect() throws Exception {
      BuiltInKind kind = kind("Pod");
      ObjectNode pod =
          object(
              """
              metadata: {name: p}
              spec:
                containers: [{name: c, image: i}]
                affinity: {nodeAffinity: {}}
                tolerations: [{key: mine, operator: Exists}]
              """);
      create(kind, pod);

      assertEquals(
          List.of(
              "spec.affinity: has no effect on nodes of this cluster",
              "spec.tolerations[0]: has no effect on nodes of this cluster"),
          kind.rules().warnings(pod));
    }

    @Test
    void areSelectedByTheirFields() throws Exception {
      ObjectNode pod = object("{spec: {nodeName: n}, status: {phase: Running}}");
      var selectors = kind("Pod").rules().fieldSelectors();

      assertEquals("n", value(selectors, "spec.nodeName", pod));
      assertEquals("Running", value(selectors, "status.phase", pod));
      assertEquals("false", value(selectors, "spec.hostNetwork", pod));
      assertEquals("", value(selectors, "status.podIP", pod));
    }

    private String value(
        Map<String, java.util.function.Function<ObjectNode, String>> selectors,
        String label,
        ObjectNode object) {
      return java.util.Objects.requireNonNull(selectors.get(label), label).apply(object);
    }
  }

  @Nested
  final class OtherKinds {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Deployment | {spec: {replicas: -1, selector: {matchLabels: {a: b}}, template: {metadata:"
              + " {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}} | spec.replicas:"
              + " Invalid value: -1: must be greater than or equal to 0",
          "Deployment | {spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a:"
              + " c}}, spec: {containers: [{name: c, image: i}]}}}} |"
              + " spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"c\"}:"
              + " `selector` does not match template `labels`",
          "Deployment | {spec: {strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}},"
              + " selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec:"
              + " {containers: [{name: c, image: i}]}}}} |"
              + " spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when"
              + " `maxSurge` is 0",
          "Job | {spec: {template: {spec: {containers: [{name: c, image: i}]}}}} |"
              + " spec.template.spec.restartPolicy: Unsupported value: \"Always\": supported"
              + " values: \"OnFailure\", \"Never\"",
          "CronJob | {spec: {schedule: '61 * * * *', jobTemplate: {spec: {template: {spec:"
              + " {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}} | spec.schedule:"
              + " Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61",
          "ConfigMap | {data: {'a b': c}} | data[a b]: Invalid value: \"a b\": a valid config key"
              + " must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
              + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
          "Secret | {type: kubernetes.io/tls, data: {tls.crt: ''}} | data[tls.key]: Required value",
          "Service | {spec: {ports: []}} | spec.ports: Required value",
          "Service | {spec: {type: Cluster, ports: [{port: 1}]}} | spec.type: Unsupported value:"
              + " \"Cluster\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\","
              + " \"NodePort\"",
          "Lease | {spec: {leaseDurationSeconds: 0}} | spec.leaseDurationSeconds: Invalid value: 0:"
              + " must be greater than 0",
          "PersistentVolumeClaim | {spec: {accessModes: [ReadWriteOnce]}} |"
              + " spec.resources[storage]: Required value",
          "Role | {rules: [{resources: [pods], apiGroups: ['']}]} | rules[0].verbs: Required value:"
              + " verbs must contain at least one value",
          "Ingress | {spec: {}} | spec: Invalid value: {}: either `defaultBackend` or `rules` must"
              + " be specified",
          "Node | {spec: {taints: [{key: k, effect: Never}]}} | spec.taints[0].effect: Unsupported"
              + " value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\","
              + " \"NoExecute\"",
          "CustomResourceDefinition | {metadata: {name: widgets.example.com}, spec: {group:"
              + " example.com, scope: Namespaced, names: {plural: widgets, kind: Widget}, versions:"
              + " [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object,"
              + " properties: {a: {}}}}}]}} |"
              + " spec.validation.openAPIV3Schema.properties[a].type: Required value: must"
              + " not be empty for specified object fields",
        })
    void areRefusedAsKubernetesRefusesThem(String kind, String yaml, String message)
        throws Exception {
      ObjectNode object = object(yaml);
      if (!object.has("metadata")) {
        object.putObject("metadata").put("name", "n");
      }

      assertEquals(List.of(message), create(kind(kind), object));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Deployment | /spec/selector | {matchLabels: {a: c}} | spec.selector: Invalid value:"
              + " v1.LabelSelector{MatchLabels:map[string]string{\"a\":\"c\"},"
              + " MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable",
          "Secret | /type | other | type: Invalid value: \"other\": field is immutable",
          "RoleBinding | /roleRef/name | other | roleRef: Invalid value:"
              + " rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\", Kind:\"Role\","
              + " Name:\"other\"}: cannot change roleRef",
          "StorageClass | /provisioner | other | provisioner: Forbidden: updates to provisioner are"
              + " forbidden.",
          "StatefulSet | /spec/serviceName | other | spec: Forbidden: updates to statefulset spec"
              + " for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy',"
              + " 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
              + " 'minReadySeconds' are forbidden",
          "PersistentVolumeClaim | /spec/accessModes | [ReadWriteMany] | spec: Forbidden: spec is"
              + " immutable after creation except resources.requests and volumeAttributesClassName"
              + " for bound claims",
          "CustomResourceDefinition | /spec/group | other.example.com | spec.group: Invalid value:"
              + " \"other.example.com\": field is immutable",
        })
    void keepWhatIsImmutable(String name, String pointer, String value, String message)
        throws Exception {
      BuiltInKind kind = kind(name);
      ObjectNode old = least(kind);
      create(kind, old);
      ObjectNode changed = old.deepCopy();
      int slash = pointer.lastIndexOf('/');
      ObjectNode parent = (ObjectNode) changed.at(pointer.substring(0, slash));
      parent.set(pointer.substring(slash + 1), YAML.readTree(value));

      assertTrue(
          texts(kind.rules().validateUpdate(changed, old)).contains(message),
          () -> texts(kind.rules().validateUpdate(changed, old)).toString());
    }

    @Test
    void keepConfigMapsThatDeclaredThemselvesImmutable() throws Exception {
      BuiltInKind kind = kind("ConfigMap");
      ObjectNode old = object("{metadata: {name: n}, immutable: true, data: {a: b}}");
      ObjectNode changed = object("{metadata: {name: n}, data: {a: c}}");

      assertEquals(
          List.of(
              "immutable: Forbidden: field is immutable when `immutable` is set",
              "data: Forbidden: field is immutable when `immutable` is set"),
          texts(kind.rules().validateUpdate(changed, old)));
    }

    @Test
    void takeTheTextsOfSecretsOverIntoTheirData() throws Exception {
      ObjectNode secret = object("{metadata: {name: n}, stringData: {a: ü}, data: {b: eA==}}");

      assertEquals(List.of(), create(kind("Secret"), secret));

      assertEquals(object("{metadata: {name: n}, data: {b: eA==, a: w7w=}, type: Opaque}"), secret);
    }

    @Test
    void giveNamespacesTheirLabelFinalizerAndPhase() throws Exception {
      ObjectNode namespace = object("{metadata: {name: n}, spec: {finalizers: [mine]}}");

      assertEquals(List.of(), create(kind("Namespace"), namespace));

      assertEquals(
          object(
              "{metadata: {name: n, labels: {kubernetes.io/metadata.name: n}}, spec: {finalizers:"
                  + " [kubernetes]}, status: {phase: Active}}"),
          namespace);
    }

    @Test
    void selectThePodsOfAJobByItsUid() throws Exception {
      BuiltInKind kind = kind("Job");
      ObjectNode job = least(kind);
      job.withObject("metadata").put("uid", "u-1");

      create(kind, job);

      assertEquals(
          object("{matchLabels: {batch.kubernetes.io/controller-uid: u-1}}"),
          job.path("spec").path("selector"));
      assertEquals(
          "u-1",
          job.path("spec")
              .path("template")
              .path("metadata")
              .path("labels")
              .path("controller-uid")
              .asText());
    }

    @Test
    void nameTheirAcceptedDefinitionsAfterTheKind() throws Exception {
      ObjectNode definition = least(kind("CustomResourceDefinition"));

      create(kind("CustomResourceDefinition"), definition);

      assertEquals(
          object("{plural: widgets, kind: Widget, singular: widget, listKind: WidgetList}"),
          definition.path("spec").path("names"));
      assertEquals("[\"v1\"]", definition.path("status").path("storedVersions").toString());
    }
  }

  private static BuiltInKind kind(String name) {
    return BuiltInKinds.all().stream()
        .filter(kind -> kind.type().kind().kind().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode least(BuiltInKind kind) {
    ObjectNode object = object(LEAST.getOrDefault(kind.type().kind().kind(), "{}"));
    ObjectNode metadata = object.withObject("metadata");
    if (!metadata.has("name")) {
      metadata.put("name", "least");
    }
    kind.schema().prune(object);
    return object;
  }

  private static List<String> create(BuiltInKind kind, ObjectNode object) {
    kind.schema().prune(object);
    kind.rules().applyDefaults(object);
    kind.rules().prepareForCreate(object);
    return texts(kind.rules().validateCreate(object));
  }

  private static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::text).collect(Collectors.toList());
  }

  private static ObjectNode object(String yaml) {
    try {
      return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(YAML.readTree(yaml)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
