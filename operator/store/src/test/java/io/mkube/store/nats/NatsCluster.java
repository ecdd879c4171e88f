package io.mkube.store.nats;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Three real servers of NATS that hold a bucket together. */
public final class NatsCluster implements AutoCloseable {
  private static final int SIZE = 3;

  private final List<NatsServer> servers = new ArrayList<>();

  private NatsCluster() {}

  /** Starts them, each with a directory of its own. */
  public static NatsCluster start(Path directory) throws IOException, InterruptedException {
    NatsCluster cluster = new NatsCluster();
    List<Integer> routes = freePorts();
    String known =
        routes.stream()
            .map(port -> "\"nats://127.0.0.1:" + port + "\"")
            .collect(Collectors.joining(", "));
    for (int i = 0; i < SIZE; i++) {
      String settings =
          """
          server_name: n%d
          max_payload: 8MB
          cluster { name: c, listen: "127.0.0.1:%d", routes: [ %s ] }
          """
              .formatted(i, routes.get(i), known);
      cluster.servers.add(NatsServer.start(directory.resolve("n" + i), settings));
    }
    return cluster;
  }

  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < SIZE; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return ports;
  }

  /** URL of a bucket that all of them hold. */
  public String url(String bucket) {
    return "nats://"
        + servers.stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","))
        + "/"
        + bucket
        + "?replicas="
        + SIZE;
  }

  /** A store in a bucket that all of them hold. */
  public NatsObjectStore open(String bucket) throws IOException {
    return NatsObjectStore.open(NatsConfig.parse(url(bucket)));
  }

  /** The server that decides about a bucket now. */
  @SuppressWarnings("try") // an interrupt ends the test
  public NatsServer leader(String bucket) throws Exception {
    String[] urls =
        servers.stream().map(server -> "nats://127.0.0.1:" + server.port()).toArray(String[]::new);
    try (Connection connection =
        Nats.connect(Options.builder().servers(urls).noReconnect().build())) {
      ClusterInfo info =
          Objects.requireNonNull(
              connection.jetStreamManagement().getStreamInfo("KV_" + bucket).getClusterInfo());
      String name = String.valueOf(info.getLeader());
      return servers.get(Integer.parseInt(name.substring(1)));
    }
  }

  @Override
  public void close() {
    servers.forEach(NatsServer::close);
  }
}
