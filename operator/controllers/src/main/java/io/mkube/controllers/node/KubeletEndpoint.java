package io.mkube.controllers.node;

/**
 * Where the API server finds the logs of a Node's pods.
 *
 * @param host name or address of the process that serves them
 * @param port its port
 */
public record KubeletEndpoint(String host, int port) {}
