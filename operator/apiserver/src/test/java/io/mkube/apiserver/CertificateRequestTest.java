package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Certificates that users request, administrators approve and the server signs. */
class CertificateRequestTest extends ServedTest {
  private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  /** Made with openssl req -new for /O=dev/CN=jane and others; the keys stand beside them. */
  private static String file(String name) throws IOException {
    try (InputStream in = CertificateRequestTest.class.getResourceAsStream("requests/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static TestServer.Reply create(String name, String request, String usages)
      throws IOException {
    String encoded =
        Base64.getEncoder().encodeToString(file(request).getBytes(StandardCharsets.US_ASCII));
    return server.post(
        REQUESTS,
        """
        {"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest",
         "metadata":{"name":"%s"},
         "spec":{"signerName":"kubernetes.io/kube-apiserver-client","expirationSeconds":3600,
          "usages":[%s],"request":"%s","username":"somebody"}}
        """
            .formatted(name, usages, encoded));
  }

  private static TestServer.Reply decide(String name, String type) {
    return server.merge(
        REQUESTS + "/" + name + "/approval",
        "{\"status\":{\"conditions\":[{\"type\":\""
            + type
            + "\",\"status\":\"True\",\"reason\":\"Test\",\"message\":\"by a test\"}]}}");
  }

  private static String certificate(String name) {
    Awaitility.await()
        .until(
            () -> server.get(REQUESTS + "/" + name).at("/status/certificate"),
            certificate -> !certificate.isEmpty());
    return server.get(REQUESTS + "/" + name).at("/status/certificate");
  }

  @Test
  void areSignedWhenTheyAreApprovedAndThenLetTheirUserIn() throws Exception {
    for (String key : List.of("ec", "rsa")) {
      TestServer.Reply created = create("jane-" + key, key + ".csr", "\"client auth\"");
      assertEquals(201, created.status(), created.text());
      assertEquals("mkube-admin", created.at("/spec/username"));
      assertEquals(200, decide("jane-" + key, "Approved").status());

      Config admin = Config.fromKubeconfig(server.server.adminKubeconfig());
      Config jane =
          new ConfigBuilder()
              .withMasterUrl(server.server.url().toString())
              .withCaCertData(admin.getCaCertData())
              .withClientCertData(certificate("jane-" + key))
              .withClientKeyData(
                  Base64.getEncoder()
                      .encodeToString(file(key + ".key").getBytes(StandardCharsets.US_ASCII)))
              .withClientKeyAlgo(key.equals("ec") ? "EC" : "RSA")
              .build();
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(jane).build()) {
        SelfSubjectReview review = client.resource(new SelfSubjectReview()).create();
        assertEquals("jane", review.getStatus().getUserInfo().getUsername());
        assertTrue(review.getStatus().getUserInfo().getGroups().contains("dev"));
      }
    }
  }

  @Test
  void areNotSignedWhenTheyAreDenied() throws Exception {
    assertEquals(201, create("denied", "ec.csr", "\"client auth\"").status());
    assertEquals(200, decide("denied", "Denied").status());
    assertEquals(201, create("later", "ec.csr", "\"client auth\"").status());
    assertEquals(200, decide("later", "Approved").status());

    assertTrue(!certificate("later").isEmpty());
    assertEquals("", server.get(REQUESTS + "/denied").at("/status/certificate"));
  }

  @Test
  void failWithUsagesThatTheSignerDoesNotGive() throws Exception {
    assertEquals(201, create("server", "ec.csr", "\"server auth\"").status());
    assertEquals(200, decide("server", "Approved").status());

    Awaitility.await()
        .until(
            () -> server.get(REQUESTS + "/server").json().at("/status/conditions/1"),
            condition -> condition.path("type").asText().equals("Failed"));
    JsonNode failed = server.get(REQUESTS + "/server").json().at("/status/conditions/1");
    assertEquals("SignerValidationFailure", failed.path("reason").asText());
  }

  @Test
  void cannotBeForMasters() throws Exception {
    TestServer.Reply refused = create("masters", "masters.csr", "\"client auth\"");

    assertEquals(403, refused.status());
    assertEquals(
        "certificatesigningrequests.certificates.k8s.io \"masters\" is forbidden: use of"
            + " kubernetes.io/kube-apiserver-client signer with system:masters group is not"
            + " allowed",
        refused.at("/message"));
  }

  @Test
  void areApprovedOnlyByThoseWhoMayUseTheSigner() throws Exception {
    server.post(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
         "metadata":{"name":"approves"},"rules":[{"apiGroups":["certificates.k8s.io"],
         "resources":["certificatesigningrequests/approval"],"verbs":["patch"]}]}
        """);
    server.post(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
         "metadata":{"name":"approves"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"approves"},
         "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"bob"}]}
        """);
    assertEquals(201, create("bobs", "ec.csr", "\"client auth\"").status());

    TestServer.Reply refused =
        server.send(
            server
                .request(REQUESTS + "/bobs/approval")
                .headers("Content-Type", "application/merge-patch+json", "Impersonate-User", "bob")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                        "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"True\"}]}}"))
                .build());

    assertEquals(403, refused.status(), refused.text());
    assertTrue(
        refused
            .text()
            .contains(
                "user not permitted to approve requests with signerName"
                    + " \\\"kubernetes.io/kube-apiserver-client\\\""),
        refused.text());
  }

  @Test
  void keepWhatWasDecided() throws IOException {
    create("kept", "ec.csr", "\"client auth\"");
    String url = REQUESTS + "/kept";
    assertEquals(200, decide("kept", "Approved").status());
    String issued = certificate("kept");
    String conditions =
        "{\"status\":{\"conditions\":[{\"type\":\"Seen\",\"status\":\"%s\"}],\"certificate\":\"%s\"}}";

    assertEquals(
        "status.conditions: Forbidden: updates may not remove a condition of type \"Approved\"",
        fault(server.merge(url + "/approval", conditions.formatted("True", issued))));
    assertEquals(
        "[status.conditions: Forbidden: updates may not remove a condition of type \"Approved\","
            + " status.certificate: Invalid value: \"<certificate data>\": must contain at least"
            + " one CERTIFICATE PEM block, status.certificate: Forbidden: updates may not modify"
            + " existing certificate content]",
        fault(server.merge(url + "/status", conditions.formatted("True", "YmFk"))));
    TestServer.Reply seen =
        server.merge(
            url + "/status",
            "{\"status\":{\"conditions\":[{\"type\":\"Seen\",\"status\":\"True\"},"
                + "{\"type\":\"Approved\",\"status\":\"True\",\"reason\":\"Other\"}]}}");
    assertEquals("Approved", seen.at("/status/conditions/1/type"));
    assertFalse(seen.at("/status/conditions/1/reason").equals("Other"), seen.text());
    assertTrue(seen.at("/status/conditions/0/lastTransitionTime").endsWith("Z"), seen.text());
    TestServer.Reply denied =
        server.merge(url + "/approval", "{\"status\":{\"certificate\":null}}");
    assertEquals(issued, denied.at("/status/certificate"));
  }

  @Test
  void areNotDecidedThroughTheirStatus() throws IOException {
    create("status", "ec.csr", "\"client auth\"");

    for (String decision : List.of("Approved", "Denied")) {
      assertEquals(
          "status.conditions: Forbidden: updates may not add a condition of type \""
              + decision
              + "\"",
          fault(
              server.merge(
                  REQUESTS + "/status/status",
                  "{\"status\":{\"conditions\":[{\"type\":\""
                      + decision
                      + "\",\"status\":\"True\"}]}}")));
    }
  }

  @Test
  void areEitherApprovedOrDenied() throws IOException {
    create("both", "ec.csr", "\"client auth\"");

    assertEquals(
        "[status.conditions[0].status: Unsupported value: \"False\": supported values: \"True\","
            + " status.conditions[1].type: Invalid value: \"Denied\": Approved and Denied"
            + " conditions are mutually exclusive, status.conditions[2].status: Required value]",
        fault(
            server.merge(
                REQUESTS + "/both/approval",
                "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"False\"},"
                    + "{\"type\":\"Denied\",\"status\":\"True\"},{\"type\":\"Other\"}]}}")));
  }

  private static String fault(TestServer.Reply reply) {
    assertEquals(422, reply.status(), reply.text());
    String message = reply.at("/message");
    return message.substring(message.indexOf(" is invalid: ") + " is invalid: ".length());
  }
}
