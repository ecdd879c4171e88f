package io.mkube.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.TokenFile;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.pki.ClusterKeys;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.serviceaccount.TokenKeys;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoredObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The secrets of a server.
 *
 * @param pki certificates
 * @param tokens keys of service accounts' tokens
 * @param file static bearer tokens
 */
record ServerKeys(Pki pki, TokenKeys tokens, TokenFile file) {
  /**
   * Takes the keys that all servers of the store share, or makes them.
   *
   * @param found what the store holds
   * @throws IOException if a file or a key cannot be used; the message is one line for people
   */
  static ServerKeys open(ApiServerConfig config, ObjectStore store, ObjectStore.Snapshot found)
      throws IOException, StoreException {
    Path directory = config.dataDirectory().resolve("pki");
    Optional<ObjectNode> stored =
        found.find(ClusterKeys.PLACE).map(StoredObject::value).map(Json::read);
    TokenFile file =
        config.tokenFile().isPresent()
            ? TokenFile.read(config.tokenFile().get())
            : TokenFile.empty();
    ClusterKeys keys = ClusterKeys.open(store, stored, directory, config.clock());
    return new ServerKeys(
        Pki.open(directory, keys, names(config), config.clock()),
        new TokenKeys(keys.tokens(), List.of()),
        file);
  }

  private static Set<String> names(ApiServerConfig config) {
    Set<String> names =
        new TreeSet<>(
            List.of(
                "localhost",
                "127.0.0.1",
                "::1",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local"));
    names.addAll(config.extraNames());
    for (InetAddress address : config.listenAddresses()) {
      if (address.isAnyLocalAddress()) {
        OwnAddresses.all().forEach(own -> names.add(own.getHostAddress()));
      } else {
        names.add(address.getHostAddress());
      }
    }
    return names;
  }
}
