package io.mkube.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells as kube-apiserver 1.32 fills them, where they are not just a field's value. */
final class BuiltInCellsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "batch/Job | Status | {metadata: {deletionTimestamp: x}, status: {conditions: [{type:"
            + " Suspended, status: 'True'}]}} | Terminating",
        "batch/Job | Status | {metadata: {deletionTimestamp: x}, status: {conditions: [{type:"
            + " Failed, status: 'True'}]}} | Failed",
        "batch/Job | Status | {status: {conditions: [{type: SuccessCriteriaMet, status: 'True'}]}}"
            + " | Running",
        "apps/ControllerRevision | Controller | {metadata: {ownerReferences: [{apiVersion:"
            + " example.com/v1, kind: Thing, name: t, controller: true}]}} | thing.example.com/t",
        "apps/ControllerRevision | Controller | {metadata: {ownerReferences: [{apiVersion: v1,"
            + " kind: Node, name: n, controller: true}]}} | node/n",
        "apps/Deployment | Selector | {spec: {selector: {matchLabels: {z: '1'}, matchExpressions:"
            + " [{key: b, operator: NotIn, values: [y, x]}, {key: a, operator: Exists}]}}} | a,b"
            + " notin (x,y),z=1",
        "/Service | External-IP | {spec: {type: LoadBalancer, externalIPs: [9.9.9.9]}, status:"
            + " {loadBalancer: {ingress: [{ip: 3.3.3.3}, {hostname: a.b}, {ip: 2.2.2.2}, {ip:"
            + " 3.3.3.3}]}}} | 2.2.2.2,3.3.3.3,a.b,9.9.9.9",
        "networking.k8s.io/Ingress | Hosts | {spec: {rules: [{host: a}, {host: b}, {host: c},"
            + " {}]}} | a,b,c + 1 more...",
        "networking.k8s.io/Ingress | Hosts | {spec: {rules: [{host: a}, {}]}} | a",
        "/Endpoints | Endpoints | {subsets: [{notReadyAddresses: [{ip: 1.1.1.1}]}]} | ``",
        "/Endpoints | Endpoints | {metadata: {name: e}} | <none>",
        "discovery.k8s.io/EndpointSlice | Ports | {ports: [{name: web}, {port: 80}, {}]} |"
            + " web,80,*",
        "/Event | Object | {involvedObject: {kind: Pod}} | pod",
        "/Event | Source | {source: {component: kubelet}, reportingInstance: n1} | kubelet, n1",
        "events.k8s.io/Event | Last Seen | {deprecatedFirstTimestamp: '2026-01-01T23:59:00Z'} |"
            + " 60s",
        "/PersistentVolumeClaim | Capacity | {spec: {volumeName: v}} | 0",
        "/PersistentVolumeClaim | StorageClass | {metadata: {annotations:"
            + " {volume.beta.kubernetes.io/storage-class: old}}, spec: {storageClassName: new}} |"
            + " old",
        "storage.k8s.io/StorageClass | Name | {metadata: {name: s, annotations:"
            + " {storageclass.beta.kubernetes.io/is-default-class: 'true'}}} | s (default)",
        "/ResourceQuota | Request | {spec: {hard: {pods: '1'}}} | ``",
        "/ResourceQuota | Request | {status: {hard: {pods: '1', limits.cpu: '2'}}} | pods: 0/1",
        "rbac.authorization.k8s.io/RoleBinding | ServiceAccounts | {subjects: [{kind:"
            + " ServiceAccount, name: a}, {kind: ServiceAccount, name: b, namespace: n}]} | a, n/b",
        "certificates.k8s.io/CertificateSigningRequest | Condition | {status: {conditions: [{type:"
            + " Approved}, {type: Failed}, {type: Denied}], certificate: eA==}} |"
            + " Denied,Failed,Issued",
        "certificates.k8s.io/CertificateSigningRequest | Condition | {metadata: {name: c}} |"
            + " Pending",
        "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration | NominalConcurrencyShares |"
            + " {spec: {exempt: {nominalConcurrencyShares: 5}}} | <none>",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding | ParamRef | {spec:"
            + " {paramRef: {name: p}}} | */p",
        "autoscaling/Scale | Available | {spec: {replicas: 3}, status: {replicas: 2}} | 2",
      })
  void fillsCells(String kind, String column, String yaml, String cell) {
    String[] parts = kind.split("/", 2);
    TableColumns columns = TableColumns.forBuiltIn(new GroupVersionKind(parts[0], "v1", parts[1]));
    List<String> names = columns.definitions().stream().map(ColumnDefinition::name).toList();

    JsonNode found = columns.cells(object(yaml), NOW).get(names.indexOf(column));

    assertEquals(cell, found.asText());
  }

  @ParameterizedTest
  @CsvSource({
    "apps/Deployment, Available, string",
    "apps/ReplicaSet, Ready, integer",
    "batch/CronJob, Suspend, boolean",
    "/ConfigMap, Data, string",
    "rbac.authorization.k8s.io/Role, Created At, date",
  })
  void tellsTypesOfColumns(String kind, String column, String type) {
    String[] parts = kind.split("/", 2);

    assertEquals(
        List.of(type),
        TableColumns.forBuiltIn(new GroupVersionKind(parts[0], "v1", parts[1]))
            .definitions()
            .stream()
            .filter(definition -> definition.name().equals(column))
            .map(ColumnDefinition::type)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running: {} | 0/2 | Init:1/2 | 7 (10s ago)",
        "terminated: {exitCode: 0} | 2/2 | Running | 2 (30s ago)",
      })
  void forgetsRestartsOfInitContainersThatHaveEnded(
      String state, String ready, String reason, String restarts) {
    ArrayNode cells =
        TableColumns.forBuiltIn(new GroupVersionKind("", "v1", "Pod"))
            .cells(
                object(
                    """
                    metadata: {name: p}
                    spec: {initContainers: [{name: s, restartPolicy: Always}, {name: i}], containers: [{name: a}]}
                    status:
                      phase: Running
                      initContainerStatuses:
                      - {name: s, ready: %s, started: true, restartCount: 2, state: {running: {}},
                         lastState: {terminated: {finishedAt: '2026-01-01T23:59:30Z'}}}
                      - {name: i, restartCount: 5, state: {%s},
                         lastState: {terminated: {finishedAt: '2026-01-01T23:59:50Z'}}}
                      containerStatuses: [{name: a, ready: true, state: {running: {}}}]
                    """
                        .formatted(ready.startsWith("2"), state)),
                NOW);

    assertEquals(ready, cells.get(1).asText());
    assertEquals(reason, cells.get(2).asText());
    assertEquals(restarts, cells.get(3).asText());
  }

  @Test
  void tellsOfPodsThatHaveCompleted() {
    TableColumns pods = TableColumns.forBuiltIn(new GroupVersionKind("", "v1", "Pod"));
    TableColumns jobs = TableColumns.forBuiltIn(new GroupVersionKind("batch", "v1", "Job"));

    assertEquals(
        "[{\"type\":\"Completed\",\"status\":\"True\",\"reason\":\"Failed\",\"message\":\"The pod"
            + " failed.\"}]",
        pods.conditions(object("{status: {phase: Failed}}")).toString());
    assertEquals(
        "Succeeded",
        pods.conditions(object("{status: {phase: Succeeded}}")).path(0).path("reason").asText());
    assertEquals("[]", pods.conditions(object("{status: {phase: Running}}")).toString());
    assertEquals("[]", jobs.conditions(object("{status: {phase: Failed}}")).toString());
  }

  private static ObjectNode object(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
