package io.mkube.apiserver.kubelet;

/**
 * Where a node takes connections from the API server.
 *
 * @param host name or address, IPv6 without brackets
 * @param port port
 */
record NodeAddress(String host, int port) {
  /** {@code host:port} as URLs have it. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
