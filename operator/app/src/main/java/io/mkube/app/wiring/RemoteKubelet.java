package io.mkube.app.wiring;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.apiserver.ApiServer;
import io.mkube.apiserver.pki.OwnNodeTls;
import io.mkube.app.console.CommandException;
import io.mkube.controllers.kubelet.KubeletSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How controllers serve logs to an API server in another process. */
public final class RemoteKubelet {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteKubelet.class);

  /** Where clusters publish who signs the certificates of their clients, the best place first. */
  private static final List<Map.Entry<String, String>> AUTHORITIES =
      List.of(
          Map.entry("extension-apiserver-authentication", "client-ca-file"),
          Map.entry("kube-root-ca.crt", "ca.crt"));

  private RemoteKubelet() {}

  /**
   * Settings for the API server of a client; empty if it does not tell by whom its certificate is
   * signed, because then nobody could be let in.
   *
   * @param port port to listen on, 0 for a free one
   * @throws CommandException if the API server does not answer, or there is no way to it
   */
  public static Optional<KubeletSettings> of(KubernetesClient client, int port)
      throws CommandException {
    try {
      Optional<byte[]> authority = authority(client);
      if (authority.isEmpty()) {
        LOG.warn("logs are not served: the API server does not tell its authority");
        return Optional.empty();
      }
      InetAddress own = addressTowards(client.getMasterUrl());
      String host = own.getHostAddress();
      OwnNodeTls tls = OwnNodeTls.generate(Set.of(host), authority.get(), Clock.systemUTC());
      return Optional.of(
          new KubeletSettings(
              own, port, host, tls::context, tls.fingerprint(), Set.of(ApiServer.NODE_CLIENT)));
    } catch (KubernetesClientException | IOException e) {
      throw new CommandException("API server " + client.getMasterUrl() + ": " + e.getMessage(), e);
    }
  }

  private static Optional<byte[]> authority(KubernetesClient client) {
    for (Map.Entry<String, String> place : AUTHORITIES) {
      ConfigMap found =
          client.configMaps().inNamespace("kube-system").withName(place.getKey()).get();
      if (found != null && found.getData() != null) {
        String pem = found.getData().get(place.getValue());
        if (pem != null) {
          return Optional.of(pem.getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    return Optional.empty();
  }

  /** The address of this machine that packets to the API server come from; none is sent. */
  private static InetAddress addressTowards(URL server) throws IOException {
    int port = server.getPort() < 0 ? server.getDefaultPort() : server.getPort();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(server.getHost().replaceAll("[\\[\\]]", ""), port));
      return socket.getLocalAddress();
    }
  }
}
