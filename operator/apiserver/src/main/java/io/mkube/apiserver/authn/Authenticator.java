package io.mkube.apiserver.authn;

import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.pki.ClientCertificates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out who is asking: by bearer token, by client certificate. Thread-safe. */
public final class Authenticator {
  /** Browsers cannot set headers on WebSockets and offer their token as a subprotocol. */
  private static final String TOKEN_PROTOCOL = "base64url.bearer.authorization.k8s.io.";

  private static final String BEARER = "Bearer ";
  private final ClientCertificates certificates;
  private final List<BearerTokens> tokens;

  /**
   * Knows all kinds of credentials.
   *
   * @param certificates checks client certificates
   * @param tokens kinds of bearer tokens, the cheapest to check first
   */
  public Authenticator(ClientCertificates certificates, List<BearerTokens> tokens) {
    this.certificates = certificates;
    this.tokens = List.copyOf(tokens);
  }

  /**
   * The user; {@link User#ANONYMOUS} for somebody who shows nothing; empty if what is shown is not
   * valid. A wrong token is not made good by a certificate.
   */
  public Optional<User> authenticate(Exchange exchange) {
    Optional<String> token = token(exchange);
    if (token.isPresent()) {
      return user(token.get());
    }
    if (exchange.clientCertificates().isEmpty()) {
      return Optional.of(User.ANONYMOUS);
    }
    return certificates
        .subject(exchange.clientCertificates())
        .map(
            subject ->
                User.authenticated(
                    subject.name(),
                    "",
                    subject.groups(),
                    Map.of(User.CREDENTIAL_ID, List.of(subject.credentialId()))));
  }

  /** The subprotocol to confirm on a WebSocket: the first offered one that is not a token. */
  public static String subprotocol(Exchange exchange) {
    return offered(exchange).stream()
        .filter(protocol -> !protocol.startsWith(TOKEN_PROTOCOL))
        .findFirst()
        .orElse("");
  }

  private Optional<User> user(String token) {
    for (BearerTokens kind : tokens) {
      Optional<User> user = kind.user(token);
      if (user.isPresent()) {
        return user;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> token(Exchange exchange) {
    Optional<String> header =
        exchange
            .header("Authorization")
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip());
    if (header.isPresent() || !exchange.webSocketRequested()) {
      return header;
    }
    return offered(exchange).stream()
        .filter(protocol -> protocol.startsWith(TOKEN_PROTOCOL))
        .map(protocol -> decode(protocol.substring(TOKEN_PROTOCOL.length())))
        .findFirst();
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static List<String> offered(Exchange exchange) {
    return exchange.headers("Sec-WebSocket-Protocol").stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .toList();
  }
}
