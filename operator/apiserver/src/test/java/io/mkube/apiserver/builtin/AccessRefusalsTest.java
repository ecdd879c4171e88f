package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.causes;
import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to certificate requests and roles; causes are divided by bars. */
final class AccessRefusalsTest {
  private static final String REQUEST = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
signerName: a.b/c, usages: [client auth, any, s/mime, timestamping] ~
signerName: a.b/c ~ spec.usages: Required value: usages must be provided
signerName: a.b/c, usages: [client auth, x, client auth] ~ spec.usages[1]: Unsupported value: "x": supported values: "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping" | spec.usages[2]: Duplicate value: "client auth"
usages: [any] ~ spec.signerName: Required value: signerName must be provided
signerName: abc, usages: [any] ~ spec.signerName: Invalid value: "abc": must be a fully qualified domain and path of the form 'example.com/signer-name'
signerName: A_/b, usages: [any] ~ spec.signerName: Invalid value: "A_": validating label "A_": DNS_LABEL | spec.signerName: Invalid value: "A_": should be a domain with at least two segments separated by dots
signerName: a.b/c.-, usages: [any] ~ spec.signerName: Invalid value: "c.-": validating label "-": SUBDOMAIN
signerName: kubernetes.io/legacy-unknown, usages: [any] ~ spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version
""")
  void ofCertificateRequests(String fields, @Nullable String causes) {
    assertEquals(
        causes(causes),
        created(
            kind("CertificateSigningRequest"),
            object("{metadata: {name: c}, spec: {request: " + REQUEST + ", " + fields + "}}")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          other: x ~ []byte(nil)
          request: eA0K ~ []byte{0x78, 0xd, 0xa}
          """)
  void ofWhatIsNoRequest(String request, String value) {
    assertEquals(
        List.of(
            "spec.request: Invalid value: "
                + value
                + ": PEM block type must be CERTIFICATE REQUEST"),
        created(
            kind("CertificateSigningRequest"),
            object(
                "{metadata: {name: c}, spec: {signerName: a.b/c, usages: [any], "
                    + request
                    + "}}")));
  }

  @Test
  void requestsMayBeCalledAnything() {
    assertTrue(
        kind("CertificateSigningRequest").rules().nameRule().check("node-csr-A_b:c").isEmpty());
  }

  @Test
  void ofSelectorsOfRoles() {
    assertEquals(
        List.of(
            "aggregationRule.clusterRoleSelectors[1].matchExpressions[0].operator: Invalid value:"
                + " \"Near\": not a valid selector operator",
            "aggregationRule.clusterRoleSelectors[1]: Invalid value: \"null\": invalid label"
                + " selector."),
        created(
            kind("ClusterRole"),
            object(
                "{metadata: {name: r}, aggregationRule: {clusterRoleSelectors: [{}, "
                    + "{matchExpressions: [{key: a, operator: Near}]}]}}")));
  }
}
