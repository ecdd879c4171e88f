package io.mkube.apiserver.kubelet;

/**
 * Where a node takes connections from the API server.
 *
 * @param host name or address, IPv6 without brackets
 * @param port port
 * @param fingerprint SHA-256 of the certificate that the node may show besides one of the cluster's
 *     authority, in hexadecimal digits; {@code ""} for none
 */
record NodeAddress(String host, int port, String fingerprint) {
  /** {@code host:port} as URLs have it. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
