package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;

/** How one user reaches the server. */
sealed interface Access {
  /** URL of the server. */
  URI server();

  /** The certificate authority of the server, as base64 of PEM. */
  String authority();

  /** Credentials as lines of a kubeconfig's {@code user}. */
  String credentials();

  /** A client's configuration, untouched by the environment. */
  Config config(String namespace);

  /**
   * By certificate.
   *
   * @param server URL of the server
   * @param authority certificate authority, base64 of PEM
   * @param certificate client certificate, base64 of PEM
   * @param key its private key, base64 of PEM
   */
  record Certificate(URI server, String authority, String certificate, String key)
      implements Access {
    /** Algorithm of all keys that the server makes. */
    private static final String ALGORITHM = "EC";

    /**
     * Takes over what the server's own kubeconfig says. Its lines are read without a YAML parser,
     * which would cost a JVM that has just started as much as half the server.
     */
    static Certificate of(URI server, String kubeconfig) {
      return new Certificate(
          server,
          value(kubeconfig, "certificate-authority-data"),
          value(kubeconfig, "client-certificate-data"),
          value(kubeconfig, "client-key-data"));
    }

    private static String value(String kubeconfig, String field) {
      return kubeconfig
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith(field + ": "))
          .map(line -> line.substring(field.length() + 2))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + field + " in the kubeconfig"));
    }

    @Override
    public String credentials() {
      return "client-certificate-data: " + certificate + "\n    client-key-data: " + key;
    }

    @Override
    public Config config(String namespace) {
      return common(namespace)
          .withClientCertData(certificate)
          .withClientKeyData(key)
          .withClientKeyAlgo(ALGORITHM)
          .build();
    }

    @Override
    public String toString() {
      return "certificate for " + server;
    }
  }

  /**
   * By bearer token.
   *
   * @param server URL of the server
   * @param authority certificate authority, base64 of PEM
   * @param token the token
   */
  record Token(URI server, String authority, String token) implements Access {
    @Override
    public String credentials() {
      return "token: " + token;
    }

    @Override
    public Config config(String namespace) {
      return common(namespace).withOauthToken(token).build();
    }

    @Override
    public String toString() {
      return "token for " + server;
    }
  }

  /** A kubeconfig for kubectl and other clients. */
  default String kubeconfig(String namespace) {
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
        %s
    contexts:
    - name: mkube
      context:
        cluster: mkube
        user: mkube-test
        namespace: %s
    current-context: mkube
    """
        .formatted(server(), authority(), credentials(), namespace);
  }

  /** Where the server is, for any user. */
  default ConfigBuilder common(String namespace) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server().toString())
        .withCaCertData(authority())
        .withNamespace(namespace);
  }
}
