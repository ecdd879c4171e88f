package io.mkube.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Columns of services and of what stands around them. */
final class NetworkColumns {
  private static final int SHOWN = 3;

  static final List<Column> SERVICE =
      List.of(
          Column.NAME,
          Column.string("Type", service -> service.path("spec").path("type").asText()),
          Column.string(
              "Cluster-IP",
              service -> Texts.orNone(service.path("spec").path("clusterIP").asText())),
          Column.string("External-IP", NetworkColumns::externalAddress),
          Column.string("Port(s)", NetworkColumns::servicePorts),
          Column.AGE,
          Column.string(
                  "Selector", service -> Texts.labelList(service.path("spec").path("selector")))
              .wide());

  static final List<Column> ENDPOINTS =
      List.of(Column.NAME, Column.string("Endpoints", NetworkColumns::endpoints), Column.AGE);

  static final List<Column> ENDPOINT_SLICE =
      List.of(
          Column.NAME,
          Column.string("AddressType", slice -> slice.path("addressType").asText()),
          Column.string("Ports", NetworkColumns::slicePorts),
          Column.string("Endpoints", NetworkColumns::sliceEndpoints),
          Column.AGE);

  static final List<Column> INGRESS =
      List.of(
          Column.NAME,
          Column.string(
              "Class",
              ingress -> Texts.orNone(ingress.path("spec").path("ingressClassName").asText())),
          Column.string("Hosts", NetworkColumns::hosts),
          Column.string(
              "Address", ingress -> balancerAddress(ingress.path("status").path("loadBalancer"))),
          Column.string(
              "Ports", ingress -> ingress.path("spec").path("tls").isEmpty() ? "80" : "80, 443"),
          Column.AGE);

  static final List<Column> INGRESS_CLASS =
      List.of(
          Column.NAME,
          Column.string("Controller", kind -> kind.path("spec").path("controller").asText()),
          Column.string("Parameters", NetworkColumns::parameters),
          Column.AGE);

  static final List<Column> NETWORK_POLICY =
      List.of(
          Column.NAME,
          Column.string(
              "Pod-Selector", policy -> Texts.selector(policy.path("spec").path("podSelector"))),
          Column.AGE);

  private NetworkColumns() {}

  private static String externalAddress(ObjectNode service) {
    JsonNode spec = service.path("spec");
    List<String> addresses = new ArrayList<>();
    spec.path("externalIPs").forEach(address -> addresses.add(address.asText()));
    return switch (spec.path("type").asText()) {
      case "ExternalName" -> spec.path("externalName").asText();
      case "LoadBalancer" -> {
        String balancer = balancerAddress(service.path("status").path("loadBalancer"));
        if (!balancer.isEmpty()) {
          addresses.addFirst(balancer);
        }
        yield addresses.isEmpty() ? "<pending>" : String.join(",", addresses);
      }
      default -> Texts.orNone(String.join(",", addresses));
    };
  }

  private static String balancerAddress(JsonNode balancer) {
    TreeSet<String> addresses = new TreeSet<>();
    for (JsonNode ingress : balancer.path("ingress")) {
      String ip = ingress.path("ip").asText();
      addresses.add(ip.isEmpty() ? ingress.path("hostname").asText() : ip);
    }
    addresses.remove("");
    return String.join(",", addresses);
  }

  private static String servicePorts(ObjectNode service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : service.path("spec").path("ports")) {
      String node = port.path("nodePort").asInt() == 0 ? "" : ":" + port.path("nodePort").asInt();
      ports.add(port.path("port").asInt() + node + "/" + port.path("protocol").asText());
    }
    return Texts.orNone(String.join(",", ports));
  }

  private static String endpoints(ObjectNode object) {
    List<String> found = new ArrayList<>();
    for (JsonNode subset : object.path("subsets")) {
      if (subset.path("ports").isEmpty()) {
        subset.path("addresses").forEach(address -> found.add(address.path("ip").asText()));
      }
      for (JsonNode port : subset.path("ports")) {
        for (JsonNode address : subset.path("addresses")) {
          found.add(hostAndPort(address.path("ip").asText(), port.path("port").asInt()));
        }
      }
    }
    return found.isEmpty() && !object.path("subsets").isEmpty() ? "" : Texts.some(found, SHOWN);
  }

  private static String hostAndPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String slicePorts(ObjectNode slice) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : slice.path("ports")) {
      String name = port.has("name") ? port.path("name").asText() : "*";
      ports.add(port.has("port") ? port.path("port").asText() : name);
    }
    return ports.isEmpty() ? Texts.UNSET : Texts.some(ports, SHOWN);
  }

  private static String sliceEndpoints(ObjectNode slice) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode endpoint : slice.path("endpoints")) {
      endpoint.path("addresses").forEach(address -> addresses.add(address.asText()));
    }
    return addresses.isEmpty() ? Texts.UNSET : Texts.some(addresses, SHOWN);
  }

  private static String hosts(ObjectNode ingress) {
    List<String> hosts = new ArrayList<>();
    JsonNode rules = ingress.path("spec").path("rules");
    boolean more = false;
    for (JsonNode rule : rules) {
      String host = rule.path("host").asText();
      more |= hosts.size() == SHOWN;
      if (!more && !host.isEmpty()) {
        hosts.add(host);
      }
    }
    String shown = hosts.isEmpty() ? "*" : String.join(",", hosts);
    return more ? shown + " + " + (rules.size() - SHOWN) + " more..." : shown;
  }

  private static String parameters(ObjectNode kind) {
    JsonNode parameters = kind.path("spec").path("parameters");
    if (!parameters.isObject()) {
      return Texts.NONE;
    }
    String group = parameters.path("apiGroup").asText();
    return parameters.path("kind").asText()
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + parameters.path("name").asText();
  }
}
