package io.mkube.apiserver.serviceaccount;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.object.Json;
import java.io.IOException;
import java.net.URI;

/** Tells others how to check tokens (OpenID Connect Discovery 1.0). Thread-safe. */
public final class OpenIdDocuments {
  private static final String KEYS_PATH = "/openid/v1/jwks";
  private final String issuer;
  private final TokenKeys keys;

  public OpenIdDocuments(String issuer, TokenKeys keys) {
    this.issuer = issuer;
    this.keys = keys;
  }

  /**
   * Answers a request if it is about the issuer.
   *
   * @return whether it was
   */
  public boolean answer(Exchange exchange) throws IOException {
    return switch (exchange.path()) {
      case "/.well-known/openid-configuration", "/.well-known/openid-configuration/" ->
          send(exchange, "application/json", configuration(exchange));
      case KEYS_PATH, KEYS_PATH + "/" ->
          send(exchange, "application/jwk-set+json", keys.document());
      default -> false;
    };
  }

  private ObjectNode configuration(Exchange exchange) {
    ObjectNode document = Json.object();
    document.put("issuer", issuer);
    document.put("jwks_uri", "https://" + authority(exchange) + KEYS_PATH);
    document.putArray("response_types_supported").add("id_token");
    document.putArray("subject_types_supported").add("public");
    var algorithms = document.putArray("id_token_signing_alg_values_supported");
    keys.algorithms().forEach(algorithms::add);
    return document;
  }

  /** The name by which the client reached this server: the one that it can reach again. */
  private String authority(Exchange exchange) {
    return exchange
        .header("Host")
        .filter(host -> !host.isBlank())
        .orElseGet(() -> URI.create(issuer).getAuthority());
  }

  private static boolean send(Exchange exchange, String type, ObjectNode document)
      throws IOException {
    exchange.answer(200, type, Json.write(document));
    return true;
  }
}
