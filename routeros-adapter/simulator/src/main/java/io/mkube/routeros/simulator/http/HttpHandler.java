package io.mkube.routeros.simulator.http;

/** Answers requests; called on many virtual threads at once. */
@FunctionalInterface
public interface HttpHandler {
  /** Answers one request; may block. */
  HttpReply handle(HttpCall call) throws InterruptedException;
}
