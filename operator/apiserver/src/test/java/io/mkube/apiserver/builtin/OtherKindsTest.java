package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.least;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.builtin.scaling.AutoscalerViews;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other built-in kinds: refusals, what may not change, what is added. */
final class OtherKindsTest {
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
            + " spec.strategy.rollingUpdate.maxUnavailable: Invalid value:"
            + " intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}: may not be 0 when"
            + " `maxSurge` is 0",
        "Job | {spec: {template: {spec: {containers: [{name: c, image: i}]}}}} |"
            + " spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\","
            + " \"Never\"",
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
        "Ingress | {spec: {}} | spec: Invalid value: []networking.IngressRule(nil): either"
            + " `defaultBackend` or `rules` must be specified",
        "Node | {spec: {taints: [{key: k, effect: Never}]}} | metadata.taints[0].effect:"
            + " Unsupported value: \"Never\": supported values: \"NoSchedule\","
            + " \"PreferNoSchedule\", \"NoExecute\"",
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

    assertEquals(List.of(message), created(kind(kind), object));
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
    created(kind, old);
    ObjectNode changed = old.deepCopy();
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) changed.at(pointer.substring(0, slash));
    parent.set(pointer.substring(slash + 1), KindSamples.value(value));

    assertTrue(
        texts(kind.rules().validateUpdate(changed, old)).stream()
            .anyMatch(text -> text.lines().findFirst().orElseThrow().equals(message)),
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

    assertEquals(List.of(), created(kind("Secret"), secret));

    assertEquals(object("{metadata: {name: n}, data: {b: eA==, a: w7w=}, type: Opaque}"), secret);
  }

  @Test
  void giveNamespacesTheirLabelFinalizerAndPhase() throws Exception {
    ObjectNode namespace = object("{metadata: {name: n}, spec: {finalizers: [mine/x]}}");

    assertEquals(List.of(), created(kind("Namespace"), namespace));

    assertEquals(
        object(
            "{metadata: {name: n, labels: {kubernetes.io/metadata.name: n}}, spec: {finalizers:"
                + " [mine/x, kubernetes]}, status: {phase: Active}}"),
        namespace);
  }

  @Test
  void keepWhatAnAutoscalerMeasuredInItsOldForm() {
    ObjectNode old =
        object(
            "{metadata: {name: n}, spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 70,"
                + " scaleTargetRef: {kind: Deployment, name: d}}, status: {currentReplicas: 1,"
                + " desiredReplicas: 2, currentCPUUtilizationPercentage: 5}}");

    ObjectNode stored = AutoscalerViews.toV2(old);

    assertEquals(
        object(
            "{currentReplicas: 1, desiredReplicas: 2, currentMetrics: [{type: Resource, resource:"
                + " {name: cpu, current: {averageUtilization: 5}}}]}"),
        stored.path("status"));
    assertEquals(
        5, AutoscalerViews.toV1(stored).at("/status/currentCPUUtilizationPercentage").asInt());
  }

  @Test
  void refuseAutoscalersThatCannotComeBackFromNone() {
    assertEquals(
        List.of(
            "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1",
            "spec.metrics: Forbidden: must specify at least one Object or External metric to"
                + " support scaling to zero replicas"),
        created(
            kind("HorizontalPodAutoscaler"),
            object(
                "{metadata: {name: n}, spec: {minReplicas: 0, maxReplicas: 3, scaleTargetRef:"
                    + " {kind: Deployment, name: d}}}")));
  }

  @Test
  void givePriorityClassesAValueAndOneGeneration() {
    ObjectNode least = object("{metadata: {name: n}}");

    assertEquals(List.of(), created(kind("PriorityClass"), least));

    assertEquals(
        object(
            "{metadata: {name: n, generation: 1}, value: 0, preemptionPolicy:"
                + " PreemptLowerPriority}"),
        least);
    assertFalse(kind("PriorityClass").rules().tracksGeneration());
  }

  @Test
  void countTheTemplatesOfADaemonSet() throws Exception {
    BuiltInKind kind = kind("DaemonSet");
    ObjectNode old = least(kind);
    created(kind, old);
    ObjectNode scheduled = old.deepCopy();
    scheduled.withObject("/spec").put("minReadySeconds", 5);
    ObjectNode changed = old.deepCopy();
    changed.withObject("/spec/template/metadata/labels").put("new", "yes");
    changed.withObject("/metadata").remove("annotations");

    kind.rules().prepareForUpdate(scheduled, old);
    kind.rules().prepareForUpdate(changed, old);

    String count = "/metadata/annotations/deprecated.daemonset.template.generation";
    assertEquals("1", old.at(count).asText());
    assertEquals("1", scheduled.at(count).asText());
    assertEquals("2", changed.at(count).asText());
  }

  @Test
  void selectThePodsOfAJobByItsUid() throws Exception {
    BuiltInKind kind = kind("Job");
    ObjectNode job = least(kind);
    job.withObject("metadata").put("uid", "u-1");

    created(kind, job);

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

    created(kind("CustomResourceDefinition"), definition);

    assertEquals(
        object("{plural: widgets, kind: Widget, singular: widget, listKind: WidgetList}"),
        definition.path("spec").path("names"));
    assertEquals("[\"v1\"]", definition.path("status").path("storedVersions").toString());
  }
}
