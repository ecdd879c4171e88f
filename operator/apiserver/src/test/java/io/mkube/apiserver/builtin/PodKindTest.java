package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.least;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods: defaults, refusals, what may change. */
final class PodKindTest {
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

    assertEquals(List.of(), created(kind, pod));

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
        created(kind("Pod"), object("{metadata: {name: p}, spec: " + spec + "}")));
  }

  @Test
  void keepTheirSpecButForImagesAndAFewNumbers() throws Exception {
    BuiltInKind kind = kind("Pod");
    ObjectNode old = least(kind);
    created(kind, old);
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
    created(kind, pod);

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
      Map<String, Function<ObjectNode, String>> selectors, String label, ObjectNode object) {
    return Objects.requireNonNull(selectors.get(label), label).apply(object);
  }
}
