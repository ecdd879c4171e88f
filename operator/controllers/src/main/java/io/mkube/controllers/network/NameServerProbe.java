package io.mkube.controllers.network;

/**
 * Asks a name server a question. That its REST interface is up does not prove that it answers.
 * Thread-safe.
 */
@FunctionalInterface
public interface NameServerProbe {
  /**
   * Whether the server answers a query for the SOA record of a zone, with whatever code: a name
   * error is a healthy answer. Returns within a few seconds.
   */
  boolean answers(String host, int port, String zone);
}
