package io.mkube.apiserver.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.pki.NodeTls;
import io.mkube.apiserver.request.Query;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Fetches logs, terminals and ports of pods from their nodes, as kube-apiserver does from kubelets:
 * over TLS, where both sides show a certificate of the cluster's authority. Thread-safe.
 */
public final class PodConnections implements AutoCloseable {
  private final PodLogs logs;
  private final PodStreams streams;

  /**
   * Connections to all nodes.
   *
   * @param cache the Nodes
   * @param tls keys of the API server; asked for when the first connection is made
   */
  public PodConnections(WatchCache cache, Supplier<NodeTls> tls) {
    Nodes nodes = new Nodes(cache);
    this.logs = new PodLogs(nodes, tls);
    this.streams = new PodStreams(nodes, tls);
  }

  /**
   * Answers a request for a log, a terminal or a port.
   *
   * @param pod the pod
   * @param subresource {@code log}, {@code exec}, {@code attach} or {@code portforward}
   * @throws ApiException with 400, 404, 422, 500 or 501
   */
  public void serve(Exchange exchange, ObjectNode pod, String subresource, Query query)
      throws IOException {
    switch (subresource) {
      case "log" -> logs.serve(exchange, pod, query);
      case "exec" -> streams.serve(exchange, target(pod, query), "exec", StreamOptions.exec(query));
      case "attach" ->
          streams.serve(exchange, target(pod, query), "attach", StreamOptions.attach(query));
      default ->
          streams.serve(exchange, PodTarget.whole(pod), "portForward", StreamOptions.ports(query));
    }
  }

  private static PodTarget target(ObjectNode pod, Query query) {
    return PodTarget.of(pod, query.text("container"));
  }

  /** Ends the logs and streams that go on. */
  @Override
  public void close() {
    logs.close();
    streams.close();
  }
}
