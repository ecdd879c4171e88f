package io.mkube.apiserver.table;

import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.List;
import java.util.Map;

/** Which columns each built-in kind has. */
final class BuiltInColumns {
  private static final String ADMISSION = "admissionregistration.k8s.io/";
  private static final String FLOW = "flowcontrol.apiserver.k8s.io/";

  private static final Map<String, List<Column>> COLUMNS =
      Map.ofEntries(
          Map.entry("/Pod", WorkloadColumns.POD),
          Map.entry("apps/Deployment", WorkloadColumns.DEPLOYMENT),
          Map.entry("apps/ReplicaSet", WorkloadColumns.REPLICA_SET),
          Map.entry("apps/StatefulSet", WorkloadColumns.STATEFUL_SET),
          Map.entry("apps/DaemonSet", WorkloadColumns.DAEMON_SET),
          Map.entry("apps/ControllerRevision", WorkloadColumns.CONTROLLER_REVISION),
          Map.entry("batch/Job", WorkloadColumns.JOB),
          Map.entry("batch/CronJob", WorkloadColumns.CRON_JOB),
          Map.entry("policy/PodDisruptionBudget", WorkloadColumns.DISRUPTION_BUDGET),
          Map.entry("autoscaling/Scale", WorkloadColumns.SCALE),
          Map.entry("/PodTemplate", WorkloadColumns.POD_TEMPLATE),
          Map.entry("/ReplicationController", ExtensionColumns.REPLICATION_CONTROLLER),
          Map.entry("autoscaling/HorizontalPodAutoscaler", AutoscalerColumns.ALL),
          Map.entry("node.k8s.io/RuntimeClass", ExtensionColumns.RUNTIME_CLASS),
          Map.entry(ADMISSION + "MutatingWebhookConfiguration", ExtensionColumns.WEBHOOKS),
          Map.entry(ADMISSION + "ValidatingWebhookConfiguration", ExtensionColumns.WEBHOOKS),
          Map.entry(ADMISSION + "ValidatingAdmissionPolicy", ExtensionColumns.POLICY),
          Map.entry(
              ADMISSION + "ValidatingAdmissionPolicyBinding", ExtensionColumns.POLICY_BINDING),
          Map.entry(FLOW + "FlowSchema", ExtensionColumns.FLOW_SCHEMA),
          Map.entry(FLOW + "PriorityLevelConfiguration", ExtensionColumns.PRIORITY_LEVEL),
          Map.entry("storage.k8s.io/CSIDriver", ExtensionColumns.DRIVER),
          Map.entry("storage.k8s.io/CSINode", ExtensionColumns.DRIVER_NODE),
          Map.entry("storage.k8s.io/CSIStorageCapacity", ExtensionColumns.STORAGE_CAPACITY),
          Map.entry("storage.k8s.io/VolumeAttachment", ExtensionColumns.ATTACHMENT),
          Map.entry("/Service", NetworkColumns.SERVICE),
          Map.entry("/Endpoints", NetworkColumns.ENDPOINTS),
          Map.entry("discovery.k8s.io/EndpointSlice", NetworkColumns.ENDPOINT_SLICE),
          Map.entry("networking.k8s.io/Ingress", NetworkColumns.INGRESS),
          Map.entry("networking.k8s.io/IngressClass", NetworkColumns.INGRESS_CLASS),
          Map.entry("networking.k8s.io/NetworkPolicy", NetworkColumns.NETWORK_POLICY),
          Map.entry("/PersistentVolumeClaim", StorageColumns.CLAIM),
          Map.entry("/PersistentVolume", StorageColumns.VOLUME),
          Map.entry("storage.k8s.io/StorageClass", StorageColumns.STORAGE_CLASS),
          Map.entry("/ComponentStatus", ClusterColumns.COMPONENT),
          Map.entry("/Node", ClusterColumns.NODE),
          Map.entry("/Namespace", ClusterColumns.NAMESPACE),
          Map.entry("/Event", ClusterColumns.EVENT),
          Map.entry("events.k8s.io/Event", ClusterColumns.EVENT_VIEW),
          Map.entry("coordination.k8s.io/Lease", ClusterColumns.LEASE),
          Map.entry("scheduling.k8s.io/PriorityClass", ClusterColumns.PRIORITY_CLASS),
          Map.entry("apiextensions.k8s.io/CustomResourceDefinition", ClusterColumns.DEFINITION),
          Map.entry("apiregistration.k8s.io/APIService", ClusterColumns.API_SERVICE),
          Map.entry("/ConfigMap", ConfigurationColumns.CONFIG_MAP),
          Map.entry("/Secret", ConfigurationColumns.SECRET),
          Map.entry("/ServiceAccount", ConfigurationColumns.SERVICE_ACCOUNT),
          Map.entry("/ResourceQuota", ConfigurationColumns.RESOURCE_QUOTA),
          Map.entry("/LimitRange", ConfigurationColumns.LIMIT_RANGE),
          Map.entry("rbac.authorization.k8s.io/Role", ConfigurationColumns.ROLE),
          Map.entry("rbac.authorization.k8s.io/ClusterRole", ConfigurationColumns.ROLE),
          Map.entry("rbac.authorization.k8s.io/RoleBinding", ConfigurationColumns.BINDING),
          Map.entry("rbac.authorization.k8s.io/ClusterRoleBinding", ConfigurationColumns.BINDING),
          Map.entry(
              "certificates.k8s.io/CertificateSigningRequest",
              ConfigurationColumns.CERTIFICATE_REQUEST));

  private static final List<Column> OTHERS = List.of(Column.NAME, Column.AGE);

  private BuiltInColumns() {}

  static List<Column> of(GroupVersionKind kind) {
    return COLUMNS.getOrDefault(kind.group() + "/" + kind.kind(), OTHERS);
  }
}
