package io.mkube.apiserver.pki;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.seal.SealedObjectStore;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.Write;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that all servers of a store share: the certificate authority and the key that signs
 * tokens of service accounts. Made once per store by compare-and-set; the store seals them.
 * Immutable.
 */
public final class ClusterKeys {
  /** Where they are in the store. */
  public static final StoreKey PLACE =
      new StoreKey(SealedObjectStore.OWN_GROUP, SealedObjectStore.OWN_KEYS, "", "cluster");

  private static final Logger LOG = LoggerFactory.getLogger(ClusterKeys.class);
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(30 * 365L);
  private static final String CERTIFICATE = "certificate";
  private static final String KEY = "key";
  private static final String PUBLIC_KEY = "publicKey";
  private final Identity authority;
  private final KeyPair tokens;

  private ClusterKeys(Identity authority, KeyPair tokens) {
    this.authority = authority;
    this.tokens = tokens;
  }

  /** New keys that are stored nowhere. */
  public static ClusterKeys generate(Clock clock) throws GeneralSecurityException {
    return new ClusterKeys(newAuthority(clock), CertificateIssuer.keys());
  }

  /**
   * Takes the keys from a store that seals them, or makes them if it has none. An authority that an
   * earlier version kept in files moves into the store, so that its clients go on.
   *
   * @param stored the stored value, empty if there is none
   * @param directory where an earlier version kept {@code ca.crt} and {@code ca.key}
   * @throws IOException if the keys cannot be used
   * @throws StoreException if the store does not take them
   */
  public static ClusterKeys open(
      ObjectStore store, Optional<ObjectNode> stored, Path directory, Clock clock)
      throws IOException, StoreException {
    try {
      if (stored.isPresent()) {
        return read(stored.get());
      }
      PemFiles files = new PemFiles(directory);
      Optional<Identity> earlier =
          files.hasKey(Pki.AUTHORITY) ? files.read(Pki.AUTHORITY) : Optional.empty();
      ClusterKeys keys =
          new ClusterKeys(
              earlier.isPresent() ? earlier.get() : newAuthority(clock), CertificateIssuer.keys());
      if (!create(store, keys)) {
        return read(findIn(store));
      }
      if (earlier.isPresent()) {
        files.forgetKey(Pki.AUTHORITY);
        LOG.info("the certificate authority of {} is now kept in the store, sealed", directory);
      }
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IOException("the keys of the cluster cannot be used: " + e.getMessage(), e);
    }
  }

  /** The certificate authority. */
  Identity authority() {
    return authority;
  }

  /** Signs the tokens of service accounts: P-256. */
  public KeyPair tokens() {
    return tokens;
  }

  private static boolean create(ObjectStore store, ClusterKeys keys)
      throws StoreException, GeneralSecurityException {
    String uid = UUID.randomUUID().toString();
    try {
      var unused = store.write(new Write.Put(PLACE, 0, uid, Json.write(keys.json(uid))));
      return true;
    } catch (StoreException.Conflict e) {
      LOG.debug("another server made the keys of the cluster at the same moment");
      return false;
    }
  }

  private static ObjectNode findIn(ObjectStore store) throws StoreException, IOException {
    return store
        .snapshot()
        .find(PLACE)
        .map(found -> Json.read(found.value()))
        .orElseThrow(
            () -> new IOException("the keys of the cluster have just been removed from the store"));
  }

  private ObjectNode json(String uid) throws GeneralSecurityException {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", PLACE.name()).put("uid", uid);
    object
        .putObject("authority")
        .put(CERTIFICATE, authority.certificate().getEncoded())
        .put(KEY, authority.key().getEncoded());
    object
        .putObject("tokens")
        .put(PUBLIC_KEY, tokens.getPublic().getEncoded())
        .put(KEY, tokens.getPrivate().getEncoded());
    return object;
  }

  private static ClusterKeys read(ObjectNode object) throws GeneralSecurityException, IOException {
    JsonNode authority = object.path("authority");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes(authority, CERTIFICATE)));
    JsonNode tokens = object.path("tokens");
    return new ClusterKeys(
        new Identity(certificate, privateKey(authority)),
        new KeyPair(
            KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(bytes(tokens, PUBLIC_KEY))),
            privateKey(tokens)));
  }

  private static PrivateKey privateKey(JsonNode node) throws GeneralSecurityException, IOException {
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(node, KEY)));
  }

  private static byte[] bytes(JsonNode node, String field) throws IOException {
    byte[] bytes = node.path(field).binaryValue();
    if (bytes == null) {
      throw new IOException("the keys of the cluster in the store lack " + field);
    }
    return bytes;
  }

  private static Identity newAuthority(Clock clock) throws GeneralSecurityException {
    return CertificateIssuer.authority("mkube", PossibleTime.now(clock).plus(AUTHORITY_LIFE));
  }
}
