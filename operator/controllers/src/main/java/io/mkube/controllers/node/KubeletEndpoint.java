package io.mkube.controllers.node;

/**
 * Where the API server finds the logs of a Node's pods.
 *
 * @param host name or address of the process that serves them
 * @param port its port
 * @param fingerprint SHA-256 of its certificate in hexadecimal digits; {@code ""} if the authority
 *     of the cluster has signed it
 */
public record KubeletEndpoint(String host, int port, String fingerprint) {}
