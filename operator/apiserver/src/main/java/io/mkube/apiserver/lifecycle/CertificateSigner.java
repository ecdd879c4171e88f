package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.pki.Pki;
import io.mkube.apiserver.pki.SigningRequest;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.store.StoreKey;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signs approved requests for client certificates of this API: those of the signer {@code
 * kubernetes.io/kube-apiserver-client}, and of {@code kubernetes.io/kube-apiserver-client-kubelet}
 * for nodes.
 */
public final class CertificateSigner implements AutoCloseable {
  private static final String GROUP = "certificates.k8s.io";
  private static final String RESOURCE = "certificatesigningrequests";
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  private static final String NODE_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
  private static final String CLIENT_AUTH = "client auth";
  private static final Set<String> USAGES =
      Set.of(CLIENT_AUTH, "digital signature", "key encipherment");
  private static final Duration YEAR = Duration.ofDays(365);

  private final ObjectStorage storage;
  private final Pki pki;
  private final Clock clock;
  private final WorkQueue<StoreKey> queue;

  public CertificateSigner(ObjectStorage storage, Pki pki, Clock clock) {
    this.storage = storage;
    this.pki = pki;
    this.clock = clock;
    this.queue = new WorkQueue<>("certificate-signer", this::examine);
  }

  /** Begins with the present requests; call before the cache follows the store. */
  public void start() {
    storage
        .of(GROUP, RESOURCE)
        .list(ListScope.all(""), request -> true)
        .items()
        .forEach(request -> queue.add(request.key()));
    storage.cache().addListener(this::onChange);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void onChange(CacheEvent event) {
    StoreKey key = event.object().key();
    if (key.resource().equals(RESOURCE) && key.group().equals(GROUP) && !event.deletion()) {
      queue.add(key);
    }
  }

  private void examine(StoreKey key) {
    Optional<CachedObject> found = storage.get(key);
    if (found.isPresent() && due(found.get().decode())) {
      var unused = storage.change(key, object -> due(object) ? sign(object) : Optional.empty());
    }
  }

  private static boolean due(ObjectNode request) {
    String signer = request.path("spec").path("signerName").asText();
    return (signer.equals(CLIENT) || signer.equals(NODE_CLIENT))
        && Condition.isTrue(request, "Approved")
        && !Condition.isTrue(request, "Denied")
        && !Condition.isTrue(request, "Failed")
        && request.path("status").path("certificate").asText().isEmpty();
  }

  private Optional<ObjectNode> sign(ObjectNode object) {
    JsonNode spec = object.path("spec");
    try {
      SigningRequest request = SigningRequest.parse(spec.path("request").asText());
      check(spec, request);
      Duration life =
          spec.has("expirationSeconds")
              ? Duration.ofSeconds(spec.path("expirationSeconds").asLong())
              : YEAR;
      byte[] pem = pki.signClient(request, life);
      object.withObject("/status").put("certificate", Base64.getEncoder().encodeToString(pem));
    } catch (GeneralSecurityException e) {
      new Condition("Failed", "True", "SignerValidationFailure", String.valueOf(e.getMessage()))
          .putInto(object, clock);
    }
    return Optional.of(object);
  }

  private static void check(JsonNode spec, SigningRequest request) throws GeneralSecurityException {
    Set<String> usages = new HashSet<>();
    spec.path("usages").forEach(usage -> usages.add(usage.asText()));
    if (!usages.contains(CLIENT_AUTH) || !USAGES.containsAll(usages)) {
      throw new GeneralSecurityException(
          "usages must contain \"client auth\" and otherwise only \"digital signature\" and \"key"
              + " encipherment\"");
    }
    boolean node =
        request.user().startsWith("system:node:")
            && request.groups().equals(List.of("system:nodes"));
    if (spec.path("signerName").asText().equals(NODE_CLIENT) && !node) {
      throw new GeneralSecurityException(
          "subject organization is not system:nodes, or common name does not begin with"
              + " system:node:");
    }
  }
}
