package io.mkube.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.ObjectReference;
import io.mkube.apiserver.object.Condition;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.pki.SigningRequest;
import io.mkube.apiserver.rbac.Access;
import io.mkube.apiserver.resource.ServedResource;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may approve and sign certificate requests, and what nobody may request. Thread-safe. */
final class CertificatePermissions {
  static final String GROUP = "certificates.k8s.io";
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";

  private final Authorizer authorizer;

  CertificatePermissions(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  void require(User user, ServedResource resource, ObjectNode object, @Nullable ObjectNode old) {
    ObjectReference reference = resource.reference(ObjectMetadata.of(object).name());
    String signer = object.path("spec").path("signerName").asText();
    if (old == null) {
      refuseMasters(reference, signer, object.path("spec").path("request").asText());
      return;
    }
    for (String decision : List.of("Approved", "Denied")) {
      if (Condition.isTrue(object, decision) != Condition.isTrue(old, decision)) {
        requireOnSigner(user, reference, "approve", signer);
      }
    }
    JsonNode certificate = object.path("status").path("certificate");
    if (!certificate.equals(old.path("status").path("certificate"))) {
      requireOnSigner(user, reference, "sign", signer);
    }
  }

  /** A certificate of this group could not be taken back by any role. */
  private static void refuseMasters(ObjectReference reference, String signer, String request) {
    if (!signer.equals(CLIENT)) {
      return;
    }
    try {
      if (SigningRequest.parse(request).groups().contains(User.MASTERS)) {
        throw ApiException.forbidden(
            reference,
            "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                + " allowed");
      }
    } catch (GeneralSecurityException e) {
      // Validation has said what is wrong with the request.
      return;
    }
  }

  /** The signer itself, or all of its domain. */
  private void requireOnSigner(User user, ObjectReference request, String verb, String signer) {
    String domain = signer.substring(0, Math.max(0, signer.indexOf('/'))) + "/*";
    for (String name : List.of(signer, domain)) {
      if (authorizer.allows(user, new Access.OnResource(verb, GROUP, "signers", "", "", name))) {
        return;
      }
    }
    throw ApiException.forbidden(
        request, "user not permitted to " + verb + " requests with signerName \"" + signer + "\"");
  }
}
