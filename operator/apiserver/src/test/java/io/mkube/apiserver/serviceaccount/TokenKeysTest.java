package io.mkube.apiserver.serviceaccount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not signed by one of the keys, in the one way that the key is for, is nobody's. */
class TokenKeysTest {
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static KeyPair p256;
  private static KeyPair rsa;
  private static TokenKeys keys;
  private static String token;

  @BeforeAll
  static void generate() throws Exception {
    p256 = ec("secp256r1");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    keys = new TokenKeys(p256, List.of(rsa.getPublic()));
    token = keys.sign(claims());
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static ObjectNode claims() {
    return Json.object().put("iss", "me").put("sub", "you");
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String header() {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8);
  }

  private static String withHeader(String header) {
    String[] parts = token.split("\\.", -1);
    return part(header) + "." + parts[1] + "." + parts[2];
  }

  @Test
  void knowsItsOwn() {
    assertEquals(Optional.of(claims()), keys.verify(token));
  }

  @Test
  void checksWhatAnEarlierRsaKeySigned() {
    assertEquals(Optional.of(claims()), keys.verify(new TokenKeys(rsa, List.of()).sign(claims())));
  }

  @Test
  void refusesTokensWithoutASignature() {
    String none = header().replace("ES256", "none");
    String[] parts = token.split("\\.", -1);

    assertTrue(keys.verify(withHeader(none)).isEmpty());
    assertTrue(keys.verify(part(none) + "." + parts[1] + ".").isEmpty());
    assertTrue(keys.verify(parts[0] + "." + parts[1] + ".").isEmpty());
    assertTrue(keys.verify(parts[0] + "." + parts[1]).isEmpty());
  }

  /** The public key is public: it must not do as the secret of a hash. */
  @Test
  void refusesAPublicKeyAsASecret() throws Exception {
    String content = part(header().replace("ES256", "HS256")) + "." + part(claims().toString());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(p256.getPublic().getEncoded(), "HmacSHA256"));
    String signature = URL.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));

    assertTrue(keys.verify(content + "." + signature).isEmpty());
  }

  @Test
  void refusesTheAlgorithmOfAnotherKey() {
    assertTrue(keys.verify(withHeader(header().replace("ES256", "RS256"))).isEmpty());
    assertTrue(keys.verify(withHeader(header().replace("ES256", "es256"))).isEmpty());
  }

  @Test
  void refusesAnotherKeyThatClaimsTheSameId() throws Exception {
    String id = header().replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
    String foreign = new TokenKeys(ec("secp256r1"), List.of()).sign(claims());
    String[] parts = foreign.split("\\.", -1);
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + id + "\"}";

    assertTrue(keys.verify(foreign).isEmpty());
    assertTrue(keys.verify(part(header) + "." + parts[1] + "." + parts[2]).isEmpty());
  }

  @Test
  void refusesChangedClaims() {
    String[] parts = token.split("\\.", -1);
    String changed = part(claims().put("sub", "root").toString());

    assertTrue(keys.verify(parts[0] + "." + changed + "." + parts[2]).isEmpty());
  }

  /** A signature of zeros was valid for everything in some versions of Java (CVE-2022-21449). */
  @Test
  void refusesASignatureOfZeros() {
    String[] parts = token.split("\\.", -1);

    assertTrue(
        keys.verify(parts[0] + "." + parts[1] + "." + URL.encodeToString(new byte[64])).isEmpty());
  }

  @Test
  void refusesWhatIsNoToken() {
    for (String text :
        List.of("", ".", "..", "a.b.c", token + ".", "." + token, token + "=", "\u0000.\u0000.é")) {
      assertTrue(keys.verify(text).isEmpty(), text);
    }
    assertTrue(keys.verify("a".repeat(1 << 20)).isEmpty());
    assertTrue(keys.verify(withHeader("[]")).isEmpty());
    assertTrue(keys.verify(withHeader("{\"alg\":\"ES256\"}")).isEmpty());
    assertTrue(keys.verify(withHeader(header().replace("}", ",\"crit\":[\"x\"]}"))).isEmpty());
  }

  @Test
  void publishesKeysThatOthersCanUse() {
    ObjectNode document = keys.document();

    assertEquals("P-256", document.at("/keys/0/crv").asText());
    assertEquals(32, Base64.getUrlDecoder().decode(document.at("/keys/0/x").asText()).length);
    assertEquals(32, Base64.getUrlDecoder().decode(document.at("/keys/0/y").asText()).length);
    assertEquals("AQAB", document.at("/keys/1/e").asText());
    assertEquals(List.of("ES256", "RS256"), keys.algorithms());
  }
}
