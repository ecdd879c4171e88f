package io.mkube.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.BearerTokens;
import io.mkube.apiserver.authn.TokenFile;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.pki.ClusterKeys;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.serviceaccount.ServiceAccountTokens;
import io.mkube.apiserver.serviceaccount.TokenKeys;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   * Takes the keys that all servers of the store share, or makes them.
   *
   * @param names host names and addresses of this server
   * @throws IOException if a file or a key cannot be used; the message is one line for people
   */
  static Credentials open(
      ApiServerConfig config, Set<String> names, ObjectStore store, WatchCache cache)
      throws IOException, StoreException {
    Path directory = config.dataDirectory().resolve("pki");
    StoreKey place = ClusterKeys.PLACE;
    Optional<ObjectNode> stored =
        cache
            .of(place.group(), place.resource())
            .get(place.namespace(), place.name())
            .map(CachedObject::decode);
    TokenFile file =
        config.tokenFile().isPresent()
            ? TokenFile.read(config.tokenFile().get())
            : TokenFile.empty();
    ClusterKeys keys = ClusterKeys.open(store, stored, directory, config.clock());
    TokenKeys tokenKeys = new TokenKeys(keys.tokens(), List.of());
    ServiceAccountTokens accounts =
        new ServiceAccountTokens(tokenKeys, config.serviceAccountIssuer(), cache, config.clock());
    return new Credentials(
        Pki.open(directory, keys, names, config.clock()), tokenKeys, List.of(file, accounts));
  }

  /** The certificate of the authority as PEM. */
  String authorityPem() {
    return new String(pki.authorityPem(), StandardCharsets.US_ASCII);
  }
}
