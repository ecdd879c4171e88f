package io.mkube.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.schema.NameRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objects of built-in kinds, and what becomes of them. */
final class KindSamples {
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

  private KindSamples() {}

  static BuiltInKind kind(String name) {
    return BuiltInKinds.all().stream()
        .filter(kind -> kind.type().kind().kind().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static ObjectNode least(BuiltInKind kind) {
    ObjectNode object = object(LEAST.getOrDefault(kind.type().kind().kind(), "{}"));
    ObjectNode metadata = object.withObject("metadata");
    if (!metadata.has("name")) {
      metadata.put("name", "least");
    }
    kind.schema().prune(object);
    return object;
  }

  static List<String> created(BuiltInKind kind, ObjectNode object) {
    kind.schema().prune(object);
    kind.rules().applyDefaults(object);
    kind.rules().prepareForCreate(object);
    return texts(kind.rules().validateCreate(object));
  }

  /** What is said to an update, after the object was created without a fault. */
  static List<String> updated(BuiltInKind kind, ObjectNode old, ObjectNode changed) {
    List<String> faults = created(kind, old);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.toString());
    }
    kind.schema().prune(changed);
    kind.rules().applyDefaults(changed);
    kind.rules().prepareForUpdate(changed, old);
    return texts(kind.rules().validateUpdate(changed, old));
  }

  /** What is wrong with a change of the status. */
  static List<String> reported(BuiltInKind kind, ObjectNode old, ObjectNode changed) {
    return texts(kind.rules().validateStatusUpdate(changed, old));
  }

  static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::text).collect(Collectors.toList());
  }

  /** What a table says of causes: divided by bars, with words for what is long. */
  static List<String> causes(@Nullable String text) {
    return text == null
        ? List.of()
        : List.of(
            text.replace("SUBDOMAIN", NameRule.DNS_SUBDOMAIN.check("-").getFirst())
                .replace("DNS_LABEL", NameRule.DNS_LABEL.check("-").getFirst())
                .split(" \\| "));
  }

  static ObjectNode object(String yaml) {
    return (ObjectNode) value(yaml);
  }

  static JsonNode value(String yaml) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(YAML.readTree(yaml)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
