package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses in forms that kube-apiserver 1.32 still takes, and what it says to them. */
class LeadingZerosTest extends ServedTest {
  private static final String FUTURE =
      " was accepted, but will be invalid in a future Kubernetes release: ";

  private static TestServer.Reply service(String namespace, String name, String spec) {
    return server.post(
        "/api/v1/namespaces/" + namespace + "/services",
        "{\"metadata\":{\"name\":\""
            + name
            + "\"},\"spec\":{\"ports\":[{\"port\":80}],"
            + spec
            + "}}");
  }

  private static List<String> warnings(TestServer.Reply reply) {
    return reply.response().headers().allValues("Warning").stream()
        .map(line -> line.substring(7, line.length() - 1).replace("\\\"", "\""))
        .toList();
  }

  @Test
  void areTakenAndWarnedOf() {
    String namespace = server.namespace();

    TestServer.Reply reply =
        service(
            namespace,
            "zeros",
            """
            "type":"LoadBalancer","clusterIP":"10.96.010.020","externalIPs":["010.1.2.3","2001:DB8::0:1"],
            "loadBalancerSourceRanges":["010.0.0.0/8","10.0.0.0/08","2001:0db8::/64","10.0.0.0/8"],
            "loadBalancerIP":"192.168.000.001"
            """);

    assertEquals(201, reply.status(), reply.text());
    assertEquals("10.96.010.020", reply.at("/spec/clusterIP"));
    assertEquals(
        List.of(
            "spec.clusterIPs[0]: IP address"
                + FUTURE
                + "ParseAddr(\"10.96.010.020\"): IPv4 field has octet with leading zero",
            "spec.externalIPs[0]: IP address"
                + FUTURE
                + "ParseAddr(\"010.1.2.3\"): IPv4 field has octet with leading zero",
            "spec.externalIPs[1]: IPv6 address \"2001:DB8::0:1\" is not in RFC 5952 canonical"
                + " format (\"2001:db8::1\"), which may cause controller apply-loops",
            "spec.loadBalancerIP: IP address"
                + FUTURE
                + "ParseAddr(\"192.168.000.001\"): IPv4 field has octet with leading zero",
            "spec.loadBalancerSourceRanges[0]: IP prefix"
                + FUTURE
                + "netip.ParsePrefix(\"010.0.0.0/8\"): ParseAddr(\"010.0.0.0\"): IPv4 field has"
                + " octet with leading zero",
            "spec.loadBalancerSourceRanges[1]: IP prefix"
                + FUTURE
                + "netip.ParsePrefix(\"10.0.0.0/08\"): bad bits after slash: \"08\"",
            "spec.loadBalancerSourceRanges[2]: IPv6 prefix \"2001:0db8::/64\" is not in RFC 5952"
                + " canonical format (\"2001:db8::/64\"), which may cause controller apply-loops"),
        warnings(reply));
  }

  @Test
  void areTheAddressWithoutThem() {
    String namespace = server.namespace();
    TestServer.Reply first = service(namespace, "first", "\"clusterIP\":\"10.96.020.030\"");
    TestServer.Reply second = service(namespace, "second", "\"clusterIP\":\"10.96.20.30\"");

    assertEquals(201, first.status(), first.text());
    assertEquals(422, second.status(), second.text());
    assertEquals(
        "Service \"second\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.96.20.30\"}:"
            + " failed to allocate IP 10.96.20.30: provided IP is already allocated",
        second.at("/message"));
    TestServer.Reply other = service(namespace, "other", "\"clusterIP\":\"010.000.0.1\"");
    assertEquals(
        "Service \"other\" is invalid: spec.clusterIPs: Invalid value: []string{\"010.000.0.1\"}:"
            + " failed to allocate IP 010.000.0.1: the provided IP (010.000.0.1) is not in the"
            + " valid range. The range of valid IPs is 10.96.0.0/12",
        other.at("/message"));
  }

  @Test
  void areTakenInEndpointsAndPods() {
    String namespace = "/api/v1/namespaces/" + server.namespace();

    assertEquals(
        201,
        server
            .post(
                namespace + "/endpoints",
                """
                {"metadata":{"name":"e"},
                 "subsets":[{"addresses":[{"ip":"010.0.0.1"}],"ports":[{"port":80}]}]}
                """)
            .status());
    assertEquals(
        422,
        server
            .post(
                namespace + "/endpoints",
                """
                {"metadata":{"name":"loop"},
                 "subsets":[{"addresses":[{"ip":"127.000.0.01"}],"ports":[{"port":80}]}]}
                """)
            .status());
    assertEquals(
        201,
        server
            .post(
                namespace + "/pods",
                """
                {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],
                 "hostAliases":[{"ip":"010.0.0.1","hostnames":["h"]}]}}
                """)
            .status());
  }
}
