package io.mkube.apiserver;

import io.mkube.apiserver.authn.BearerTokens;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.serviceaccount.ServiceAccountTokens;
import io.mkube.apiserver.serviceaccount.TokenKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * By what the server knows its clients, and they it.
 *
 * @param pki certificates
 * @param tokenKeys keys of service accounts' tokens
 * @param tokens kinds of bearer tokens, the cheapest to check first
 */
record Credentials(Pki pki, TokenKeys tokenKeys, List<BearerTokens> tokens) {
  Credentials {
    tokens = List.copyOf(tokens);
  }

  /**
   * Those of a server's keys.
   *
   * @param cache living objects, which tokens are bound to
   */
  static Credentials of(ServerKeys keys, ApiServerConfig config, WatchCache cache) {
    ServiceAccountTokens accounts =
        new ServiceAccountTokens(
            keys.tokens(), config.serviceAccountIssuer(), cache, config.clock());
    return new Credentials(keys.pki(), keys.tokens(), List.of(keys.file(), accounts));
  }

  /** The certificate of the authority as PEM. */
  String authorityPem() {
    return new String(pki.authorityPem(), StandardCharsets.US_ASCII);
  }
}
