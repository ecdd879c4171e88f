package io.mkube.apiserver.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.ObjectReference;
import java.util.List;

/**
 * Where nodes take connections from the API server.
 *
 * @param cache the Nodes
 */
record Nodes(WatchCache cache) {
  /**
   * Who may write a Node decides already where this server connects to, so its word is good enough
   * for the certificate too.
   */
  private static final String CERTIFICATE = "mkube.io/kubelet-certificate-sha256";

  /**
   * Types of addresses in the order in which they are tried. Names come first: a node whose address
   * is that of a router publishes there where the process that acts for it listens.
   */
  private static final List<String> TYPES =
      List.of("InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP", "Hostname");

  /**
   * Where a node takes connections.
   *
   * @param what the pod's log, terminal and so on, for the message
   * @throws ApiException with 404 if there is no such Node, with 501 if it takes no connections
   */
  NodeAddress address(String node, String what) {
    ObjectNode object =
        cache
            .of("", "nodes")
            .get("", node)
            .map(CachedObject::decode)
            .orElseThrow(() -> ApiException.notFound(new ObjectReference("", "nodes", node)));
    JsonNode status = object.path("status");
    int port = status.path("daemonEndpoints").path("kubeletEndpoint").path("Port").asInt(0);
    String host = host(status.path("addresses"));
    if (port == 0 || host.isEmpty()) {
      throw new ApiException(
          new Failure.NotImplemented(
              what + " is not available: node " + node + " serves no logs and terminals"));
    }
    return new NodeAddress(
        host, port, object.path("metadata").path("annotations").path(CERTIFICATE).asText(""));
  }

  private static String host(JsonNode addresses) {
    for (String type : TYPES) {
      for (JsonNode address : addresses) {
        if (address.path("type").asText().equals(type)) {
          return address.path("address").asText();
        }
      }
    }
    return "";
  }
}
