package io.mkube.apiserver.serviceaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.JsonBody;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs tokens with one key, and checks those of several. Immutable; thread-safe. */
public final class TokenKeys {
  /** Longer ones are nobody's: claims of a token are a few hundred bytes. */
  private static final int MAX_LENGTH = 16 << 10;

  private static final int COORDINATE_BYTES = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private final Map<String, PublicKey> keys = new LinkedHashMap<>();
  private final PrivateKey signingKey;
  private final Algorithm algorithm;
  private final String signingId;

  /**
   * Keys of one issuer.
   *
   * @param signing signs and checks
   * @param others only check, such as keys that signed earlier
   */
  public TokenKeys(KeyPair signing, List<PublicKey> others) {
    this.signingKey = signing.getPrivate();
    this.signingId = id(signing.getPublic());
    this.algorithm = algorithm(signing.getPublic());
    keys.put(signingId, signing.getPublic());
    others.forEach(key -> keys.put(id(key), key));
  }

  /** A signed token. */
  String sign(ObjectNode claims) {
    ObjectNode header = Json.object().put("alg", algorithm.name()).put("kid", signingId);
    String content = encode(bytes(header)) + "." + encode(bytes(claims));
    byte[] signature = algorithm.sign(signingKey, content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + encode(signature);
  }

  /** The claims of a token that one of the keys signed; empty for anything else. */
  Optional<ObjectNode> verify(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      ObjectNode header = object(parts[0]);
      PublicKey key = keys.get(header.path("kid").asText(""));
      if (key == null
          || header.has("crit")
          || !header.path("alg").asText("").equals(algorithm(key).name())) {
        return Optional.empty();
      }
      byte[] content = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
      return algorithm(key).verifies(key, content, DECODER.decode(parts[2]))
          ? Optional.of(object(parts[1]))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The public keys in the form of RFC 7517. */
  ObjectNode document() {
    ObjectNode document = Json.object();
    ArrayNode array = document.putArray("keys");
    keys.forEach(
        (id, key) -> {
          ObjectNode node = array.addObject().put("use", "sig");
          switch (key) {
            case ECPublicKey ec ->
                node.put("kty", "EC")
                    .put("kid", id)
                    .put("crv", "P-256")
                    .put("alg", Algorithm.ES256.name())
                    .put("x", encode(coordinate(ec.getW().getAffineX())))
                    .put("y", encode(coordinate(ec.getW().getAffineY())));
            case RSAPublicKey rsa ->
                node.put("kty", "RSA")
                    .put("kid", id)
                    .put("alg", Algorithm.RS256.name())
                    .put("n", encode(unsigned(rsa.getModulus())))
                    .put("e", encode(unsigned(rsa.getPublicExponent())));
            default -> throw new IllegalStateException("no key of this kind is taken");
          }
        });
    return document;
  }

  /** Algorithms of the keys. */
  List<String> algorithms() {
    return keys.values().stream().map(key -> algorithm(key).name()).distinct().toList();
  }

  private static Algorithm algorithm(PublicKey key) {
    return Algorithm.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tokens need a P-256 or RSA key, not " + key.getAlgorithm()));
  }

  /** The way kube-apiserver names its keys. */
  private static String id(PublicKey key) {
    try {
      return encode(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static ObjectNode object(String part) throws IOException {
    JsonBody body = JsonBody.parse(DECODER.decode(part));
    if (body.value() instanceof ObjectNode object && body.duplicates().isEmpty()) {
      return object;
    }
    throw new IOException("not an object, or a field twice");
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return Json.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree has no JSON form", e);
    }
  }

  private static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = unsigned(number);
    byte[] padded = new byte[COORDINATE_BYTES];
    System.arraycopy(bytes, 0, padded, COORDINATE_BYTES - bytes.length, bytes.length);
    return padded;
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
