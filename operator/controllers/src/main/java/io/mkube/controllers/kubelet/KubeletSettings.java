package io.mkube.controllers.kubelet;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How logs are served to the API server.
 *
 * @param listen address to listen on
 * @param port port, 0 for a free one
 * @param host name or address under which the API server reaches this process; published in the
 *     Node
 * @param tls keys of this process, trusting the authority of the API server's client certificate;
 *     asked for beside the start, because making keys takes its time
 * @param fingerprint SHA-256 of the certificate in {@code tls} in hexadecimal digits, published in
 *     the Node; {@code ""} if the authority of the cluster has signed it
 * @param callers common names of the certificates that are let in: a log may hold secrets
 */
public record KubeletSettings(
    InetAddress listen,
    int port,
    String host,
    Supplier<SSLContext> tls,
    String fingerprint,
    Set<String> callers) {
  public KubeletSettings {
    callers = Set.copyOf(callers);
  }
}
