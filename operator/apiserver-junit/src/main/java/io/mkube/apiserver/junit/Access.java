package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;

/**
 * How one user reaches the server. Clients of the test's own JVM speak plain HTTP over the loopback
 * address: a TLS handshake, with the key stores that clients make for it, takes a JVM that has just
 * started as long as the whole server. Kubeconfigs lead to TLS, because kubectl sends no
 * credentials over plain HTTP.
 *
 * @param plain URL of the server for clients in this JVM
 * @param secure URL of the server for kubeconfigs
 * @param authority the certificate authority of the server, as base64 of PEM
 * @param token bearer token of the user
 */
record Access(URI plain, URI secure, String authority, String token) {
  /** A client's configuration, untouched by the environment. */
  Config config(String namespace) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(plain.toString())
        .withOauthToken(token)
        .withHttp2Disable(true)
        .withNamespace(namespace)
        .build();
  }

  /** A kubeconfig for kubectl and other clients. */
  String kubeconfig(String namespace) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: mkube
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: mkube-test
      user:
        token: %s
    contexts:
    - name: mkube
      context:
        cluster: mkube
        user: mkube-test
        namespace: %s
    current-context: mkube
    """
        .formatted(secure, authority, token, namespace);
  }

  @Override
  public String toString() {
    return "access to " + plain;
  }
}
