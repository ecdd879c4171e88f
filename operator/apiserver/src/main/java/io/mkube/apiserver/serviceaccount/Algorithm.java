package io.mkube.apiserver.serviceaccount;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Signature algorithms of JSON Web Tokens (RFC 7518, section 3) that are accepted here. */
enum Algorithm {
  ES256("SHA256withECDSAinP1363Format"),
  RS256("SHA256withRSA");

  /** Bits of the only curve that ES256 is defined for. */
  private static final int P256_BITS = 256;

  private final String signature;

  Algorithm(String signature) {
    this.signature = signature;
  }

  /** The one algorithm that a key is for: what a token says of itself does not choose it. */
  static Optional<Algorithm> of(PublicKey key) {
    if (key instanceof ECPublicKey curve) {
      int bits = curve.getParams().getOrder().bitLength();
      return bits == P256_BITS ? Optional.of(ES256) : Optional.empty();
    }
    return key instanceof RSAPublicKey ? Optional.of(RS256) : Optional.empty();
  }

  byte[] sign(PrivateKey key, byte[] content) {
    try {
      Signature signer = Signature.getInstance(signature);
      signer.initSign(key);
      signer.update(content);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + this, e);
    }
  }

  boolean verifies(PublicKey key, byte[] content, byte[] signed) {
    try {
      Signature verifier = Signature.getInstance(signature);
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
