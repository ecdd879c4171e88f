package io.mkube.apiserver.serviceaccount;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.lifecycle.WorkQueue;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.WriteConflictException;
import io.mkube.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills Secrets of type {@code kubernetes.io/service-account-token} with a token that does not end,
 * and removes them when their account goes.
 */
public final class SecretTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecretTokens.class);
  private static final String TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";
  private static final String SECRETS = "secrets";
  private static final String ACCOUNTS = "serviceaccounts";
  private final ObjectStorage storage;
  private final TokenKeys keys;
  private final String authorityPem;
  private final WorkQueue<StoreKey> queue;

  /**
   * Tokens of one issuer.
   *
   * @param keys sign
   * @param authorityPem certificate of the authority, which is put beside each token
   */
  public SecretTokens(ObjectStorage storage, TokenKeys keys, String authorityPem) {
    this.storage = storage;
    this.keys = keys;
    this.authorityPem = authorityPem;
    this.queue = new WorkQueue<>("secret-tokens", this::examine);
  }

  /** Looks at the present Secrets; call before the cache follows the store. */
  public void start() {
    secrets("").forEach(secret -> queue.add(secret.key()));
    storage.cache().addListener(this::onChange);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (!key.group().isEmpty()) {
      return;
    }
    if (key.resource().equals(SECRETS) && !event.deletion()) {
      queue.add(key);
    } else if (key.resource().equals(ACCOUNTS) && event.deletion()) {
      secrets(key.namespace()).forEach(secret -> queue.add(secret.key()));
    }
  }

  private List<CachedObject> secrets(String namespace) {
    return storage.of("", SECRETS).list(ListScope.all(namespace), secret -> true).items();
  }

  private void examine(StoreKey key) {
    Optional<CachedObject> found = storage.get(key);
    if (found.isEmpty() || found.get().deleting()) {
      return;
    }
    ObjectNode secret = found.get().decode();
    if (!secret.path("type").asText("").equals(TYPE)) {
      return;
    }
    Optional<CachedObject> account = account(key.namespace(), secret);
    if (account.isEmpty()) {
      remove(found.get());
    } else {
      var unused = storage.change(key, object -> filled(key, object, account.get()));
    }
  }

  /** The account that a Secret names, if it lives and is the one that the Secret was filled for. */
  private Optional<CachedObject> account(String namespace, ObjectNode secret) {
    var annotations = secret.path("metadata").path("annotations");
    String name = annotations.path(ACCOUNT_NAME).asText("");
    String uid = annotations.path(ACCOUNT_UID).asText("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return storage
        .get(new StoreKey("", ACCOUNTS, namespace, name))
        .filter(account -> uid.isEmpty() || account.uid().equals(uid));
  }

  private Optional<ObjectNode> filled(StoreKey key, ObjectNode secret, CachedObject account) {
    ObjectNode before = secret.deepCopy();
    ObjectNode data = secret.withObject("/data");
    data.put("ca.crt", base64(authorityPem));
    if (data.path("namespace").asText("").isEmpty()) {
      data.put("namespace", base64(key.namespace()));
    }
    if (data.path("token").asText("").isEmpty()) {
      data.put("token", base64(token(key, account)));
    }
    ObjectMetadata.of(secret).node().withObject("/annotations").put(ACCOUNT_UID, account.uid());
    return secret.equals(before) ? Optional.empty() : Optional.of(secret);
  }

  private String token(StoreKey key, CachedObject account) {
    return keys.sign(
        new Claims(
                Claims.LEGACY_ISSUER,
                "",
                List.of(),
                Claims.Validity.UNLIMITED,
                key.namespace(),
                new Claims.Named(account.name(), account.uid()),
                Map.of(Claims.SECRET, new Claims.Named(key.name(), "")))
            .json());
  }

  private void remove(CachedObject secret) {
    try {
      var unused = storage.delete(secret, secret.decode());
      LOG.info("{} was removed: its service account does not exist", secret.key());
    } catch (WriteConflictException e) {
      queue.add(secret.key());
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
