package io.mkube.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableColumnsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-3S, <invalid>",
    "PT-1S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT120S, 2m",
    "PT9M59S, 9m59s",
    "PT10M3S, 10m",
    "PT2H59M, 179m",
    "PT3H, 3h",
    "PT7H59M, 7h59m",
    "PT8H30M, 8h",
    "PT47H, 47h",
    "PT48H, 2d",
    "PT191H, 7d23h",
    "P8D, 8d",
    "P729D, 729d",
    "P730D, 2y",
    "P800D, 2y70d",
    "P2920D, 8y",
  })
  void printsDurationsAsKubectlDoes(Duration duration, String text) {
    assertEquals(text, HumanDuration.of(duration));
  }

  @Nested
  final class ForPods {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{phase: Pending} | 0/2 | Pending | 0",
          "{phase: Pending, reason: Unsupported} | 0/2 | Unsupported | 0",
          "{phase: Running, containerStatuses: [{name: a, ready: true, restartCount: 0, state:"
              + " {running: {}}}, {name: b, ready: true, restartCount: 3, state: {running: {}},"
              + " lastState: {terminated: {finishedAt: '2026-01-01T23:55:00Z'}}}]} | 2/2 | Running"
              + " | 3 (5m ago)",
          "{phase: Running, containerStatuses: [{name: a, ready: true, state: {running: {}}},"
              + " {name: b, ready: false, restartCount: 7, state: {waiting: {reason:"
              + " CrashLoopBackOff}}}]} | 1/2 | CrashLoopBackOff | 7",
          "{phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason:"
              + " ImagePullBackOff}}}, {name: b, state: {waiting: {reason: ErrImagePull}}}]} | 0/2"
              + " | ImagePullBackOff | 0",
          "{phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {reason:"
              + " Completed}}}, {name: b, state: {terminated: {exitCode: 0}}}]} | 0/2 | Completed |"
              + " 0",
          "{phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]} |"
              + " 0/2 | ExitCode:3 | 0",
          "{phase: Failed, containerStatuses: [{name: a, state: {terminated: {signal: 9, exitCode:"
              + " 137}}}]} | 0/2 | Signal:9 | 0",
          "{phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name:"
              + " a, ready: false, state: {terminated: {reason: Completed}}}, {name: b, ready:"
              + " true, state: {running: {}}}]} | 1/2 | Running | 0",
        })
    void tellsReadinessReasonAndRestarts(
        String status, String ready, String reason, String restarts) {
      List<String> cells =
          cells(
              "",
              "Pod",
              "{metadata: {name: p}, spec: {containers: [{name: a}, {name: b}]}, status: "
                  + status
                  + "}");

      assertEquals(List.of(ready, reason, restarts), cells.subList(1, 4));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[{name: i, state: {running: {}}}] | Init:0/2",
          "[{name: i, state: {terminated: {exitCode: 0}}}, {name: j, state: {waiting: {reason:"
              + " PodInitializing}}}] | Init:1/2",
          "[{name: i, state: {terminated: {exitCode: 2}}}] | Init:ExitCode:2",
          "[{name: i, state: {terminated: {exitCode: 1, reason: Error}}}] | Init:Error",
          "[{name: i, state: {waiting: {reason: ImagePullBackOff}}}] | Init:ImagePullBackOff",
        })
    void tellsWhichInitContainerIsAtWork(String statuses, String reason) {
      List<String> cells =
          cells(
              "",
              "Pod",
              "{metadata: {name: p}, spec: {initContainers: [{name: i}, {name: j}], containers:"
                  + " [{name: a}]}, status: {phase: Pending, initContainerStatuses: "
                  + statuses
                  + "}}");

      assertEquals(reason, cells.get(2));
    }

    @Test
    void countsSidecarsAsContainers() {
      List<String> cells =
          cells(
              "",
              "Pod",
              """
              metadata: {name: p}
              spec: {initContainers: [{name: s, restartPolicy: Always}], containers: [{name: a}]}
              status:
                phase: Running
                initContainerStatuses: [{name: s, ready: true, started: true, state: {running: {}}}]
                containerStatuses: [{name: a, ready: true, state: {running: {}}}]
              """);

      assertEquals(List.of("2/2", "Running"), cells.subList(1, 3));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {"{phase: Running} | Terminating", "{phase: Running, reason: NodeLost} | Unknown"})
    void tellsThatAPodIsGoing(String status, String reason) {
      List<String> cells =
          cells(
              "",
              "Pod",
              "{metadata: {name: p, deletionTimestamp: '2026-01-01T00:00:00Z'}, status: "
                  + status
                  + "}");

      assertEquals(reason, cells.get(2));
    }

    @Test
    void hasTheColumnsOfKubectl() {
      assertEquals(
          "Name Ready Status Restarts Age IP* Node* Nominated Node* Readiness Gates*",
          headings("", "Pod"));
      assertEquals(
          List.of("p", "0/1", "Pending", "0", "24h", "192.168.200.9", "rose", "<none>", "1/2"),
          cells(
              "",
              "Pod",
              """
              metadata: {name: p, creationTimestamp: '2026-01-01T00:00:00Z'}
              spec: {nodeName: rose, containers: [{name: a}], readinessGates: [{conditionType: x}, {conditionType: y}]}
              status: {phase: Pending, podIP: 1.1.1.1, podIPs: [{ip: 192.168.200.9}], conditions: [{type: x, status: 'True'}]}
              """));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "apps | Deployment | {spec: {replicas: 3, selector: {matchLabels: {b: x, a: y}}, template:"
            + " {spec: {containers: [{name: c, image: i:1}]}}}, status: {readyReplicas: 1,"
            + " updatedReplicas: 2, availableReplicas: 1}} | 1/3 2 1 <unknown> c i:1 a=y,b=x",
        "`` | Service | {spec: {type: NodePort, clusterIP: 10.0.0.1, ports: [{port: 80, protocol:"
            + " TCP, nodePort: 30001}, {port: 53, protocol: UDP}], selector: {a: b}}} | NodePort"
            + " 10.0.0.1 <none> 80:30001/TCP,53/UDP <unknown> a=b",
        "`` | Service | {spec: {type: LoadBalancer}} | LoadBalancer <none> <pending> <none>"
            + " <unknown> <none>",
        "`` | Node | {metadata: {labels: {node-role.kubernetes.io/router: ''}}, spec:"
            + " {unschedulable: true}, status: {conditions: [{type: Ready, status: 'True'}],"
            + " nodeInfo: {kubeletVersion: v1}, addresses: [{type: InternalIP, address:"
            + " 10.1.1.1}]}} | Ready,SchedulingDisabled router <unknown> v1 10.1.1.1 <none>"
            + " <unknown> <unknown> <unknown>",
        "`` | ConfigMap | {data: {a: b}, binaryData: {c: ''}} | 2 <unknown>",
        "`` | Secret | {type: Opaque, data: {a: ''}} | Opaque 1 <unknown>",
        "`` | PersistentVolumeClaim | {spec: {volumeName: v, storageClassName: s, volumeMode:"
            + " Filesystem}, status: {phase: Bound, capacity: {storage: 1Gi}, accessModes:"
            + " [ReadWriteMany, ReadWriteOnce]}} | Bound v 1Gi RWO,RWX s <unset> <unknown>"
            + " Filesystem",
        "batch | Job | {spec: {completions: 2}, status: {succeeded: 1, startTime:"
            + " '2026-01-01T23:59:00Z'}} | Running 1/2 60s <unknown>   <none>",
        "coordination.k8s.io | Lease | {spec: {holderIdentity: me}} | me <unknown>",
        "networking.k8s.io | Ingress | {spec: {ingressClassName: c, rules: [{host: a.b}, {}], tls:"
            + " [{}]}, status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}} | c a.b 1.2.3.4 80, 443"
            + " <unknown>",
        "rbac.authorization.k8s.io | RoleBinding | {roleRef: {kind: Role, name: r}, subjects:"
            + " [{kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: n}]} | Role/r"
            + " <unknown> u  n/s",
        "`` | Endpoints | {subsets: [{addresses: [{ip: 1.1.1.1}, {ip: '2001:db8::1'}], ports:"
            + " [{port: 80}, {port: 81}]}]} | 1.1.1.1:80,[2001:db8::1]:80,1.1.1.1:81 + 1 more..."
            + " <unknown>",
      })
  void printsWhatKubectlPrints(String group, String kind, String yaml, String expected) {
    List<String> cells = cells(group, kind, yaml);

    assertEquals(expected, String.join(" ", cells.subList(1, cells.size())));
  }

  @Test
  void printsEventsWithTheTimesOfTheirSeries() {
    List<String> cells =
        cells(
            "",
            "Event",
            """
            metadata: {name: e}
            lastTimestamp: '2026-01-01T23:58:00Z'
            firstTimestamp: '2026-01-01T22:00:00Z'
            type: Warning
            reason: Failed
            involvedObject: {kind: Pod, name: p, fieldPath: 'spec.containers{a}'}
            source: {component: kubelet, host: rose}
            message: " said so\\n"
            count: 4
            """);

    assertEquals(
        List.of(
            "2m",
            "Warning",
            "Failed",
            "pod/p",
            "spec.containers{a}",
            "kubelet, rose",
            "said so",
            "120m",
            "4",
            "e"),
        cells);
  }

  @Nested
  final class ForCustomResources {
    @Test
    void showsNameAndAgeWhenTheDefinitionSaysNothing() throws Exception {
      TableColumns columns = TableColumns.forCustomResource(null);

      assertEquals(
          List.of("Name", "Age"),
          columns.definitions().stream().map(ColumnDefinition::name).toList());
      assertEquals(
          "[\"w\",\"24h\"]",
          columns
              .cells(
                  object("{metadata: {name: w, creationTimestamp: '2026-01-01T00:00:00Z'}}"), NOW)
              .toString());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          ".spec.replicas | integer | 3",
          ".spec.name | string | \"web\"",
          ".spec.name | integer | null",
          ".spec.missing | string | null",
          ".spec.ratio | number | 0.5",
          ".spec.on | boolean | true",
          ".spec.on | string | \"true\"",
          ".spec.when | date | \"60m\"",
          ".spec.name | date | \"<invalid>\"",
          ".spec.list | string | \"[\\\"a\\\",\\\"b\\\"]\"",
          ".spec.list[0] | string | \"a\"",
          ".spec.list[-1] | string | \"b\"",
          ".spec.list[5] | string | null",
          ".spec.list[*] | string | \"a\"",
          ".spec.list[1:] | string | \"b\"",
          ".status.conditions[?(@.type==\"Ready\")].status | string | \"True\"",
          ".status.conditions[?(@.type=='Gone')].status | string | null",
          ".status.conditions[?(@.n>1)].type | string | \"Synced\"",
          ".status.conditions[?(@.n)].type | string | \"Synced\"",
          ".metadata.labels.app\\.kubernetes\\.io/name | string | \"shop\"",
          ".metadata.labels['app.kubernetes.io/name'] | string | \"shop\"",
          "..replicas | integer | 3",
          ".spec['name','on'] | string | \"web\"",
          ".spec[ | string | null",
        })
    void readsCellsByPath(String path, String type, String cell) throws Exception {
      JsonNode columns =
          YAML.createArrayNode()
              .add(
                  YAML.createObjectNode().put("name", "X").put("type", type).put("jsonPath", path));
      ObjectNode object =
          object(
              """
              metadata: {name: w, labels: {app.kubernetes.io/name: shop}}
              spec: {replicas: 3, name: web, ratio: 0.5, 'on': true, when: '2026-01-01T23:00:00Z', list: [a, b]}
              status: {conditions: [{type: Ready, status: 'True'}, {type: Synced, status: 'False', n: 2}]}
              """);

      JsonNode cells = TableColumns.forCustomResource(columns).cells(object, NOW);

      assertEquals("[\"w\"," + cell + "]", cells.toString());
    }

    @Test
    void tellsThePathOfAColumnWithoutDescription() {
      JsonNode columns =
          YAML.createArrayNode()
              .add(YAML.createObjectNode().put("name", "X").put("jsonPath", ".spec.x"))
              .add(YAML.createObjectNode().put("name", "Y").put("description", "why"));

      assertEquals(
          List.of("Custom resource definition column (in JSONPath format): .spec.x", "why"),
          TableColumns.forCustomResource(columns).definitions().stream()
              .skip(1)
              .map(ColumnDefinition::description)
              .toList());
    }
  }

  private static String headings(String group, String kind) {
    return TableColumns.forBuiltIn(new GroupVersionKind(group, "v1", kind)).definitions().stream()
        .map(column -> column.name() + "*".repeat(column.priority()))
        .collect(Collectors.joining(" "));
  }

  private static List<String> cells(String group, String kind, String yaml) {
    List<String> cells = new ArrayList<>();
    TableColumns.forBuiltIn(new GroupVersionKind(group, "v1", kind))
        .cells(object(yaml), NOW)
        .forEach(cell -> cells.add(cell.asText()));
    return cells;
  }

  private static ObjectNode object(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
