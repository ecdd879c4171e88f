package io.mkube.apiserver;

/** The API server. */
public final class ApiServer {
  private ApiServer() {}
}
