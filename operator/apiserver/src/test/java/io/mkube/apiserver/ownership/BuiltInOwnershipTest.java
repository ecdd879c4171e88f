package io.mkube.apiserver.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How lists and structs of built-in kinds are merged. */
class BuiltInOwnershipTest {
  private final Scene pod = Scene.of("v1", "Pod");

  @Test
  void identifiesPortsByNumberAndProtocol() throws Exception {
    pod.apply("a", "{containers: [{name: c, ports: [{containerPort: 53}]}]}")
        .apply("b", "{containers: [{name: c, ports: [{containerPort: 53, protocol: UDP}]}]}");
    assertEquals(
        "{\"containers\":[{\"name\":\"c\",\"ports\":[{\"containerPort\":53},"
            + "{\"containerPort\":53,\"protocol\":\"UDP\"}]}]}",
        pod.spec());
    assertEquals(
        "none",
        pod.conflictOf(
            "b",
            "{containers: [{name: c, ports: [{containerPort: 53, protocol: TCP, name: t}]}]}"));
  }

  @Test
  void mergesWhatHasKeys() throws Exception {
    pod.apply(
            "a",
            """
            {containers: [{name: c, env: [{name: A, value: x}], volumeMounts: [{mountPath: /a, name: v}]}],
             volumes: [{name: v, emptyDir: {}}], imagePullSecrets: [{name: s}],
             hostAliases: [{ip: 10.0.0.1, hostnames: [a]}],
             topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: DoNotSchedule}]}\
            """)
        .apply(
            "b",
            """
            {containers: [{name: c, env: [{name: B, value: y}], volumeMounts: [{mountPath: /b, name: v}]}],
             volumes: [{name: w, emptyDir: {}}], imagePullSecrets: [{name: t}],
             hostAliases: [{ip: 10.0.0.2, hostnames: [b]}],
             topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: ScheduleAnyway}]}\
            """);
    for (String list :
        new String[] {
          "/spec/containers/0/env",
          "/spec/containers/0/volumeMounts",
          "/spec/volumes",
          "/spec/imagePullSecrets",
          "/spec/hostAliases",
          "/spec/topologySpreadConstraints"
        }) {
      assertEquals(2, pod.object().at(list).size(), list);
    }
  }

  @Test
  void takesAsAWholeWhatHasNone() throws Exception {
    pod.apply(
        "a",
        """
        {tolerations: [{key: a}], nodeSelector: {a: b}, readinessGates: [{conditionType: t}],
         containers: [{name: c, command: [x], envFrom: [{configMapRef: {name: m}}],
           env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]}]}\
        """);
    assertEquals(
        ".containers[name=\"c\"] .containers[name=\"c\"].command"
            + " .containers[name=\"c\"].envFrom .containers[name=\"c\"].env[name=\"A\"]"
            + " .containers[name=\"c\"].env[name=\"A\"].name"
            + " .containers[name=\"c\"].env[name=\"A\"].valueFrom.secretKeyRef"
            + " .containers[name=\"c\"].name"
            + " .nodeSelector .readinessGates .tolerations",
        pod.owned("a"));
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"a\":\n"
            + "- .spec.nodeSelector\n- .spec.tolerations",
        pod.conflictOf("b", "{tolerations: [{key: b}], nodeSelector: {c: d}}"));
  }

  @Test
  void takesSelectorsAsAWholeButClaimReferencesByFields() throws Exception {
    Scene deployment = Scene.of("apps/v1", "Deployment");
    deployment.apply("a", "{selector: {matchLabels: {a: b}}}");
    assertEquals(".selector", deployment.owned("a"));
    Scene volume = Scene.of("v1", "PersistentVolume");
    volume.apply("a", "{claimRef: {name: n, namespace: m}}");
    assertEquals(".claimRef.name .claimRef.namespace", volume.owned("a"));
  }

  @Test
  void takesContainersWithoutNamesForOneWithoutAName() throws Exception {
    assertEquals(
        ".spec.containers: duplicate entries for key [name=\"\"]",
        pod.errorOf("a", "{containers: [{image: i}, {image: j}]}"));
    assertEquals(
        ".spec.containers[name=\"c\"].imagge: field not declared in schema",
        pod.errorOf("a", "{containers: [{name: c, imagge: i}]}"));
  }

  @Test
  void comparesNumbersByValue() throws Exception {
    Scene deployment = Scene.of("apps/v1", "Deployment");
    deployment.update("u", "{replicas: 3}");
    assertEquals("none", deployment.conflictOf("a", "{replicas: 3.0}"));
  }
}
