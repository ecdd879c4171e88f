package io.mkube.apiserver.pki;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificate request (PKCS #10, RFC 2986) whose sender has the key. Immutable. */
public final class SigningRequest {
  private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";
  private static final String END = "-----END CERTIFICATE REQUEST-----";
  private static final Map<String, String> KEYS =
      Map.of("1.2.840.10045.2.1", "EC", "1.2.840.113549.1.1.1", "RSA", "1.3.101.112", "Ed25519");
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "1.2.840.10045.4.3.2", "SHA256withECDSA",
          "1.2.840.10045.4.3.3", "SHA384withECDSA",
          "1.2.840.10045.4.3.4", "SHA512withECDSA",
          "1.2.840.113549.1.1.11", "SHA256withRSA",
          "1.2.840.113549.1.1.12", "SHA384withRSA",
          "1.2.840.113549.1.1.13", "SHA512withRSA",
          "1.3.101.112", "Ed25519");

  private final byte[] subject;
  private final PublicKey key;

  private SigningRequest(byte[] subject, PublicKey key) {
    this.subject = subject;
    this.key = key;
  }

  /**
   * Reads a request and checks its signature.
   *
   * @param base64 the PEM of the request in base64, as in {@code spec.request}
   * @throws GeneralSecurityException if it is no request, or its signature is of another key
   */
  public static SigningRequest parse(String base64) throws GeneralSecurityException {
    DerReader whole = new DerReader(pem(base64)).next(DerReader.SEQUENCE).reader();
    DerReader.Element info = whole.next(DerReader.SEQUENCE);
    String algorithm = whole.next(DerReader.SEQUENCE).reader().nextOid();
    byte[] signature = whole.next(DerReader.BIT_STRING).content();
    DerReader parts = info.reader();
    parts.next();
    byte[] subject = parts.next(DerReader.SEQUENCE).encoded();
    PublicKey key = key(parts.next(DerReader.SEQUENCE));
    String name = SIGNATURES.get(algorithm);
    if (name == null || signature.length < 2) {
      throw new GeneralSecurityException("x509: cannot verify signature: algorithm unimplemented");
    }
    Signature check = Signature.getInstance(name);
    check.initVerify(key);
    check.update(info.encoded());
    if (!check.verify(signature, 1, signature.length - 1)) {
      throw new GeneralSecurityException("x509: the signature is not of the key in the request");
    }
    return new SigningRequest(subject, key);
  }

  private static byte[] pem(String base64) throws GeneralSecurityException {
    try {
      String pem = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new GeneralSecurityException("PEM block type must be CERTIFICATE REQUEST");
      }
      return Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end).strip());
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("PEM block type must be CERTIFICATE REQUEST", e);
    }
  }

  private static PublicKey key(DerReader.Element info) throws GeneralSecurityException {
    String algorithm = info.reader().next(DerReader.SEQUENCE).reader().nextOid();
    String name = KEYS.get(algorithm);
    if (name == null) {
      throw new GeneralSecurityException("x509: unknown public key algorithm " + algorithm);
    }
    return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(info.encoded()));
  }

  byte[] subject() {
    return subject.clone();
  }

  PublicKey key() {
    return key;
  }

  /** The user that the certificate would name; empty if it names none. */
  public String user() {
    return values("CN").stream().reduce("", (first, last) -> last);
  }

  /** The groups that the certificate would name. */
  public List<String> groups() {
    return values("O");
  }

  private List<String> values(String type) {
    List<String> values = new ArrayList<>();
    try {
      for (Rdn part : new LdapName(new X500Principal(subject).getName()).getRdns()) {
        if (part.getType().equals(type)) {
          values.add(part.getValue().toString());
        }
      }
    } catch (InvalidNameException | IllegalArgumentException e) {
      return List.of();
    }
    return values;
  }
}
