package io.mkube.conformance.kubectl;

import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What built-in kinds may not say, and what in them may not change, as kubectl prints it. */
abstract class KindRefusals extends KubectlCases {
  KindRefusals(Supplier<Site> site) {
    super(site);
  }

  private static String lines(String kind, String causes) {
    String prefix = "The " + kind + " \"one\" is invalid: ";
    return causes.contains(" | ")
        ? prefix + "\n* " + causes.replace(" | ", "\n* ")
        : prefix + causes;
  }

  private static String manifest(String kind, String fields) {
    String version =
        switch (kind) {
          case "Ingress", "NetworkPolicy" -> "networking.k8s.io/v1";
          case "HorizontalPodAutoscaler" -> "autoscaling/v2";
          case "CronJob", "Job" -> "batch/v1";
          case "Role", "RoleBinding" -> "rbac.authorization.k8s.io/v1";
          case "EndpointSlice" -> "discovery.k8s.io/v1";
          case "Lease" -> "coordination.k8s.io/v1";
          default -> "v1";
        };
    // A bracket at the beginning would be read as JSON.
    return "---\n{apiVersion: "
        + version
        + ", kind: "
        + kind
        + ", metadata: {name: one}, "
        + fields
        + "}";
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
Service ~ spec: {ports: [{port: 80, nodePort: 30999}]} ~ spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
Service ~ spec: {type: NodePort, clusterIP: None, ports: [{port: 80}]} ~ spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
Service ~ spec: {type: ExternalName} ~ spec.externalName: Required value
Service ~ spec: {ports: [{port: 80}, {port: 81}]} ~ spec.ports[0].name: Required value | spec.ports[1].name: Required value
Service ~ spec: {ports: [{port: 80}], externalIPs: [127.0.0.1]} ~ spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
Service ~ spec: {ports: [{port: 80}], sessionAffinity: Cookie} ~ spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"
Ingress ~ spec: {rules: [{host: 10.0.0.1}]} ~ spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address
Ingress ~ spec: {defaultBackend: {service: {name: s, port: {name: a, number: 80}}}} ~ spec.defaultBackend: Invalid value: "": cannot set both port name & port number
Ingress ~ spec: {rules: [{http: {paths: [{path: a, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]} ~ spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path
NetworkPolicy ~ spec: {podSelector: {}, ingress: [{from: [{}]}]} ~ spec.ingress[0].from[0]: Required value: must specify a peer
NetworkPolicy ~ spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} ~ spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`
PersistentVolumeClaim ~ spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: '0'}}} ~ spec.resources[storage]: Invalid value: "0": must be greater than zero
PersistentVolumeClaim ~ spec: {accessModes: [ReadWriteOncePod, ReadWriteMany], resources: {requests: {storage: 1Gi}}} ~ spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
Secret ~ type: kubernetes.io/ssh-auth ~ data[ssh-privatekey]: Required value
Secret ~ type: kubernetes.io/basic-auth ~ data[username]: Required value | data[password]: Required value
ConfigMap ~ data: {..a: x} ~ data[..a]: Invalid value: "..a": must not start with '..'
HorizontalPodAutoscaler ~ spec: {maxReplicas: 1, minReplicas: 2, scaleTargetRef: {kind: Deployment, name: d}} ~ spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`
CronJob ~ spec: {schedule: 'x * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}} ~ spec.schedule: Invalid value: "x * * * *": failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax
CronJob ~ spec: {schedule: '@daily', timeZone: Mars/Base, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}} ~ spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base
ResourceQuota ~ spec: {hard: {foo: 1}} ~ spec.hard[foo]: Invalid value: "foo": must be a standard resource type or fully qualified | spec.hard[foo]: Invalid value: "foo": must be a standard resource for quota
LimitRange ~ spec: {limits: [{type: Pod, default: {cpu: 1}}]} ~ spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'
Role ~ rules: [{verbs: [get], nonResourceURLs: [/x]}] ~ rules[0].nonResourceURLs: Invalid value: []string{"/x"}: namespaced rules cannot apply to non-resource URLs
RoleBinding ~ roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Rule, name: r} ~ roleRef.kind: Unsupported value: "Rule": supported values: "Role", "ClusterRole"
EndpointSlice ~ addressType: IPv4, endpoints: [{addresses: ['fd00::1']}] ~ endpoints[0].addresses[0]: Invalid value: "fd00::1": must be a valid IPv4 address
Lease ~ spec: {leaseDurationSeconds: 0} ~ spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0
""")
  void ofNewObjects(String kind, String fields, String causes) {
    refusal("create -f -", manifest(kind, fields)).refused(422, "Invalid", lines(kind, causes));
  }

  @ParameterizedTest(name = "{0} {1} to {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
ConfigMap ~ data: {a: x}, immutable: true ~ {"data": {"a": "y"}} ~ data: Forbidden: field is immutable when `immutable` is set
ConfigMap ~ data: {a: x}, immutable: true ~ {"immutable": false} ~ immutable: Forbidden: field is immutable when `immutable` is set
Secret ~ type: a/b ~ {"type": "a/c"} ~ type: Invalid value: "a/c": field is immutable
Service ~ spec: {ports: [{port: 80}]} ~ {"spec": {"clusterIP": "None"}} ~ spec.clusterIPs[0]: Invalid value: []string{"None"}: may not change once set
Service ~ spec: {type: LoadBalancer, loadBalancerClass: a.b/c, ports: [{port: 80}]} ~ {"spec": {"loadBalancerClass": "a.b/d"}} ~ spec.loadBalancerClass: Invalid value: "a.b/d": may not change once set
RoleBinding ~ roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a} ~ {"roleRef": {"name": "b"}} ~ roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"b"}: cannot change roleRef
""")
  void ofChanges(String kind, String fields, String patch, String causes) {
    given(manifest(kind, fields));
    refusal("patch " + kind.toLowerCase(Locale.ROOT) + " one --type=merge -p '" + patch + "'")
        .refused(422, "Invalid", lines(kind, causes));
  }

  @Test
  void ofAdmissionPolicies() {
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: $NS}
        spec:
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          validations:
          - {expression: object.spec.replicas <= 5}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: $NS}
        spec:
          policyName: $NS
          validationActions: [Deny]
          matchResources:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NS}}
        """;
    kubectl("create -f -", policy)
        .says(
            "validatingadmissionpolicy.admissionregistration.k8s.io/$NS created\n"
                    .replace("$NS", namespace())
                + "validatingadmissionpolicybinding.admissionregistration.k8s.io/"
                + namespace()
                + " created");
    String denied =
        "ValidatingAdmissionPolicy '%1$s' with binding '%1$s' denied request: failed expression: object.spec.replicas <= 5"
            .formatted(namespace());

    refusal("create deployment web --image=nginx --replicas=6")
        .refused(
            422,
            "Invalid",
            "error: failed to create deployment: deployments.apps \"web\" is forbidden: " + denied);
    kubectl("create deployment web --image=nginx --replicas=5").says("deployment.apps/web created");
    refusal("patch deployment web -p {\"spec\":{\"replicas\":7}}")
        .refused(422, "Invalid", "The deployments \"web\" is invalid: : " + denied);
    the("deployments.apps/web").has("spec.replicas", "5");
    kubectl("delete validatingadmissionpolicybinding,validatingadmissionpolicy $NS").succeeds();
    kubectl("patch deployment web -p {\"spec\":{\"replicas\":7}}").succeeds();
  }
}
