package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.texts;
import static io.mkube.apiserver.builtin.KindSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver 1.32 says to kinds of the network; causes are divided by bars. */
final class NetworkRefusalsTest {
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String WILDCARD =
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which"
          + " must consist of lower case alphanumeric characters, '-' or '.' and end with an"
          + " alphanumeric character (e.g. '*.example.com', regex used for validation is"
          + " '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  private static List<String> causes(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(
            text.replace("SUBDOMAIN", SUBDOMAIN)
                .replace("WILDCARD", WILDCARD)
                .replace("PATH", "'[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+'")
                .split(" \\| "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
ports: [] ~ spec.ports: Required value
ports: [{}] ~ spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive | spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive
ports: [{port: 80}, {port: 80}] ~ spec.ports[0].name: Required value | spec.ports[1].name: Required value | spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}
ports: [{name: a, port: 80}, {name: a, port: 80, protocol: UDP}] ~ spec.ports[1].name: Duplicate value: "a"
ports: [{port: 80, protocol: ICMP, appProtocol: 'a b'}] ~ spec.ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP" | spec.ports[0].appProtocol: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
ports: [{port: 80, targetPort: no--name}] ~ spec.ports[0].targetPort: Invalid value: "no--name": must not contain consecutive hyphens
ports: [{port: 80, nodePort: 30080}] ~ spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, nodePort: 30080}] ~ spec.ports[1].nodePort: Duplicate value: 30080
type: NodePort, clusterIP: None, ports: [{port: 80}] ~ spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
type: LoadBalancer, ports: [{port: 10250}] ~ spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet
type: ExternalName, clusterIP: 10.96.0.9, ipFamilyPolicy: SingleStack ~ spec.clusterIPs: Forbidden: may not be set for ExternalName services | spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services | spec.externalName: Required value
type: ExternalName, externalName: A_b ~ spec.externalName: Invalid value: "A_b": SUBDOMAIN
type: ExternalName, externalName: example.com. ~
ports: [{port: 80}], clusterIPs: [10.96.0.9] ~ spec.clusterIPs: Invalid value: []string{"10.96.0.9"}: must be empty when `clusterIP` is not specified
ports: [{port: 80}], clusterIP: 10.96.0.8, clusterIPs: [10.96.0.9] ~ spec.clusterIPs: Invalid value: []string{"10.96.0.9"}: first value must match `clusterIP`
ports: [{port: 80}], clusterIP: nowhere ~ spec.clusterIPs[0]: Invalid value: "nowhere": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
ports: [{port: 80}], clusterIP: 10.96.0.8, clusterIPs: [10.96.0.8, 10.96.0.9] ~ spec.clusterIPs: Invalid value: []string{"10.96.0.8", "10.96.0.9"}: may specify no more than one IP for each IP family
ports: [{port: 80}], clusterIP: None, clusterIPs: [None, 10.96.0.9] ~ spec.clusterIPs: Invalid value: []string{"None", "10.96.0.9"}: 'None' must be the first and only value
ports: [{port: 80}], ipFamilies: [IPv5, IPv5], ipFamilyPolicy: Any ~ spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6" | spec.ipFamilies[1]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6" | spec.ipFamilies[1]: Duplicate value: "IPv5" | spec.ipFamilyPolicy: Unsupported value: "Any": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"
ports: [{port: 80}], ipFamilies: [IPv6], clusterIP: 10.96.0.9 ~ spec.clusterIPs[0]: Invalid value: "10.96.0.9": expected an IPv6 value as indicated by `ipFamilies[0]`
ports: [{port: 80}], sessionAffinity: Cookie ~ spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"
ports: [{port: 80}], sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}} ~ spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400
ports: [{port: 80}], externalIPs: [127.0.0.1, 169.254.1.1, '::', x] ~ spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128) | spec.externalIPs[1]: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10) | spec.externalIPs[2]: Invalid value: "::": may not be unspecified (::) | spec.externalIPs[3]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
ports: [{port: 80}], loadBalancerSourceRanges: [10.0.0.0] ~ spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer' | spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
ports: [{port: 80}], allocateLoadBalancerNodePorts: true, loadBalancerClass: a.b/c ~ spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer' | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'
ports: [{port: 80}], externalTrafficPolicy: Local ~ spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services
type: NodePort, ports: [{port: 80}], externalTrafficPolicy: Near, healthCheckNodePort: 30000 ~ spec.externalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local" | spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'
ports: [{port: 80}], internalTrafficPolicy: Near, trafficDistribution: PreferFar ~ spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local" | spec.trafficDistribution: Unsupported value: "PreferFar": supported values: "PreferClose"
""")
  void ofServices(String fields, String causes) {
    List<String> found =
        created(kind("Service"), object("{metadata: {name: s}, spec: {" + fields + "}}"));

    assertEquals(causes(causes == null ? "" : causes), found);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
clusterIP: 10.96.0.8, ports: [{port: 80}] ~ ports: [{port: 81}] ~
clusterIP: 10.96.0.8, ports: [{port: 80}] ~ clusterIP: 10.96.0.9, clusterIPs: [10.96.0.8], ports: [{port: 80}] ~ spec.clusterIPs[0]: Invalid value: []string{"10.96.0.9"}: may not change once set
clusterIP: 10.96.0.8, ports: [{port: 80}] ~ clusterIP: None, clusterIPs: [None], ports: [{port: 80}] ~ spec.clusterIPs[0]: Invalid value: []string{"None"}: may not change once set
clusterIP: 10.96.0.8, ports: [{port: 80}] ~ type: ExternalName, externalName: a.example.com, clusterIP: 10.96.0.8, clusterIPs: [10.96.0.8] ~
clusterIP: 10.96.0.8, clusterIPs: [10.96.0.8, 'fd00::8'], ipFamilies: [IPv4, IPv6], ipFamilyPolicy: RequireDualStack, ports: [{port: 80}] ~ clusterIP: 10.96.0.8, clusterIPs: [10.96.0.8], ipFamilies: [IPv4], ipFamilyPolicy: PreferDualStack, ports: [{port: 80}] ~ spec.ipFamilyPolicy: Invalid value: "PreferDualStack": must be set to 'SingleStack' when releasing the secondary clusterIP | spec.ipFamilyPolicy: Invalid value: "PreferDualStack": must be set to 'SingleStack' when releasing the secondary ipFamily
clusterIP: 10.96.0.8, ipFamilies: [IPv4], ports: [{port: 80}] ~ clusterIP: 10.96.0.8, clusterIPs: [10.96.0.8], ipFamilies: [IPv6], ports: [{port: 80}] ~ spec.ipFamilies[0]: Invalid value: []core.IPFamily{"IPv6"}: may not change once set | spec.clusterIPs[0]: Invalid value: "10.96.0.8": expected an IPv6 value as indicated by `ipFamilies[0]`
type: LoadBalancer, loadBalancerClass: a.b/c, ports: [{port: 80}] ~ type: LoadBalancer, loadBalancerClass: a.b/d, ports: [{port: 80}] ~ spec.loadBalancerClass: Invalid value: "a.b/d": may not change once set
type: LoadBalancer, loadBalancerClass: a.b/c, ports: [{port: 80}] ~ type: ClusterIP, loadBalancerClass: a.b/c, allocateLoadBalancerNodePorts: true, externalTrafficPolicy: Cluster, ports: [{port: 80}] ~
type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30001, ports: [{port: 80}] ~ type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30002, ports: [{port: 80}] ~ spec.healthCheckNodePort: Forbidden: field is immutable
""")
  void ofServicesThatChange(String before, String after, String causes) {
    List<String> found =
        updated(
            kind("Service"),
            object("{metadata: {name: s}, spec: {" + before + "}}"),
            object("{metadata: {name: s}, spec: {" + after + "}}"));

    assertEquals(causes(causes == null ? "" : causes), found);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
Ingress ~ defaultBackend: {} ~ spec.defaultBackend: Invalid value: "": resource or service backend is required
Ingress ~ defaultBackend: {service: {name: s}} ~ spec.defaultBackend: Required value: port name or number is required
Ingress ~ defaultBackend: {service: {name: s, port: {name: a, number: 80}}} ~ spec.defaultBackend: Invalid value: "": cannot set both port name & port number
Ingress ~ defaultBackend: {service: {name: s, port: {name: '1'}}} ~ spec.defaultBackend.service.port.name: Invalid value: "1": must contain at least one letter (a-z)
Ingress ~ defaultBackend: {resource: {kind: a/b}} ~ spec.defaultBackend.resource.kind: Invalid value: "a/b": may not contain '/' | spec.defaultBackend.resource.name: Required value
Ingress ~ rules: [{host: 10.0.0.1}, {host: '*'}, {host: a_b}] ~ spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address | spec.rules[1].host: Invalid value: "*": WILDCARD | spec.rules[2].host: Invalid value: "a_b": SUBDOMAIN
Ingress ~ rules: [{http: {paths: []}}] ~ spec.rules[0].http.paths: Required value
Ingress ~ rules: [{http: {paths: [{backend: {}}, {pathType: Regex, backend: {service: {name: s, port: {number: 1}}}}]}}] ~ spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified | spec.rules[0].http.paths[1].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"
Ingress ~ rules: [{http: {paths: [{path: a//b/., pathType: Prefix, backend: {service: {name: s, port: {number: 1}}}}, {path: b, pathType: ImplementationSpecific, backend: {service: {name: s, port: {number: 70000}}}}]}}] ~ spec.rules[0].http.paths[0].path: Invalid value: "a//b/.": must be an absolute path | spec.rules[0].http.paths[0].path: Invalid value: "a//b/.": must not contain '//' | spec.rules[0].http.paths[0].path: Invalid value: "a//b/.": cannot end with '/.' | spec.rules[0].http.paths[1].path: Invalid value: "b": must be an absolute path | spec.rules[0].http.paths[1].backend.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive
Ingress ~ rules: [{host: '*.example.com'}], tls: [{hosts: ['*.example.com', 'a.*'], secretName: A}] ~ spec.tls[0].hosts[1]: Invalid value: "a.*": WILDCARD | spec.tls[0].secretName: Invalid value: "A": SUBDOMAIN
IngressClass ~ controller: example ~ spec.controller: Invalid value: "example": must be a domain-prefixed path (such as "acme.io/foo")
IngressClass ~ controller: example.com/a b ~ spec.controller: Invalid value: "a b": Invalid path (regex used for validation is PATH)
IngressClass ~ controller: example.com/a, parameters: {kind: K, name: n, scope: Namespace} ~ spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'
IngressClass ~ controller: example.com/a, parameters: {kind: K, name: n, namespace: x} ~ spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'
IngressClass ~ controller: example.com/a, parameters: {scope: World} ~ spec.parameters.kind: Required value | spec.parameters.name: Required value | spec.parameters.scope: Unsupported value: "World": supported values: "Cluster", "Namespace"
NetworkPolicy ~ ingress: [{from: [{}, {podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}] ~ spec.ingress[0].from[0]: Required value: must specify a peer | spec.ingress[0].from[1]: Forbidden: may not specify both ipBlock and another peer
NetworkPolicy ~ egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8, 11.0.0.0/16, x, 10.1.0.0/16]}}]}] ~ spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr` | spec.egress[0].to[0].ipBlock.except[1]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr` | spec.egress[0].to[0].ipBlock.except[2]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
NetworkPolicy ~ egress: [{to: [{ipBlock: {}}]}] ~ spec.egress[0].to[0].ipBlock.cidr: Required value
NetworkPolicy ~ ingress: [{ports: [{port: 80, endPort: 79}, {port: web, endPort: 80}, {endPort: 80}, {port: 0}, {protocol: ICMP}]}] ~ spec.ingress[0].ports[0].endPort: Invalid value: 79: must be greater than or equal to `port` | spec.ingress[0].ports[1].endPort: Invalid value: 80: may not be specified when `port` is non-numeric | spec.ingress[0].ports[2].endPort: Invalid value: 80: may not be specified when `port` is not specified | spec.ingress[0].ports[3].port: Invalid value: 0: must be between 1 and 65535, inclusive | spec.ingress[0].ports[4].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"
NetworkPolicy ~ policyTypes: [In] ~ spec.policyTypes[0]: Unsupported value: "In": supported values: "Ingress", "Egress"
NetworkPolicy ~ policyTypes: [Ingress, Egress, Ingress] ~ spec.policyTypes: Invalid value: []networking.PolicyType{"Ingress", "Egress", "Ingress"}: may not specify more than two policyTypes
""")
  void ofRoutesAndPolicies(String kind, String fields, String causes) {
    List<String> found =
        created(kind(kind), object("{metadata: {name: n}, spec: {" + fields + "}}"));

    assertEquals(causes(causes), found);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
Endpoints ~ subsets: [{addresses: [{ip: 10.0.0.1, hostname: A}], ports: [{}, {name: a, port: 1}]}] ~ subsets[0].addresses[0].hostname: Invalid value: "A": LABEL | subsets[0].ports[0].name: Required value | subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
Endpoints ~ subsets: [{notReadyAddresses: [{ip: 224.0.0.1}, {ip: x}]}] ~ subsets[0].notReadyAddresses[0].ip: Invalid value: "224.0.0.1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10) | subsets[0].notReadyAddresses[1].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff) | subsets[0].notReadyAddresses[1].ip: Invalid value: "x": must be a valid IP address
EndpointSlice ~ addressType: IP ~ addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"
EndpointSlice ~ addressType: IPv4, endpoints: [{addresses: []}, {addresses: ['fd00::1'], hostname: a.b}] ~ endpoints[0].addresses: Required value: must contain at least 1 address | endpoints[1].addresses[0]: Invalid value: "fd00::1": must be a valid IPv4 address | endpoints[1].hostname: Invalid value: "a.b": LABEL
EndpointSlice ~ addressType: IPv6, endpoints: [{addresses: ['fe80::1']}] ~ endpoints[0].addresses[0]: Invalid value: "fe80::1": may not be in the link-local range (169.254.0.0/16, fe80::/10)
EndpointSlice ~ addressType: FQDN, endpoints: [{addresses: [single]}] ~ endpoints[0].addresses[0]: Invalid value: "single": should be a domain with at least two segments separated by dots
EndpointSlice ~ addressType: IPv4, endpoints: [], ports: [{port: 80}, {port: 81, protocol: X}] ~ ports[1].name: Duplicate value: "" | ports[1].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
""")
  void ofEndpoints(String kind, String fields, String causes) {
    List<String> found = created(kind(kind), object("{metadata: {name: e}, " + fields + "}"));

    assertEquals(
        causes(
            causes.replace(
                "LABEL",
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                    + " '-', and must start and end with an alphanumeric character (e.g. 'my-name',"
                    + "  or '123-abc', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")),
        found);
  }

  @Test
  void ofPlacesOfLoadBalancers() {
    BuiltInKind kind = kind("Service");
    ObjectNode old = object("{metadata: {name: s}, spec: {ports: [{port: 80}]}}");
    assertEquals(List.of(), created(kind, old));
    ObjectNode changed = old.deepCopy();
    changed.withArray("/status/loadBalancer/ingress").addObject().put("ip", "1.2.3.4");

    assertEquals(
        List.of(
            "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is"
                + " 'LoadBalancer'"),
        texts(kind.rules().validateStatusUpdate(changed, old)));

    changed.withObject("/spec").put("type", "LoadBalancer");
    kind.rules().applyDefaults(changed);

    assertEquals(List.of(), texts(kind.rules().validateStatusUpdate(changed, old)));
    assertEquals("VIP", changed.at("/status/loadBalancer/ingress/0/ipMode").asText());
  }
}
