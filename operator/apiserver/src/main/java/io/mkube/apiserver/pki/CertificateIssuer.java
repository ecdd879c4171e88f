package io.mkube.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes keys and signs certificates (RFC 5280). */
final class CertificateIssuer {
  /**
   * Certificates begin here, so that a device whose clock starts in 1970 takes them as valid; one
   * second later than the epoch because some programs read that as unset.
   */
  static final Instant NOT_BEFORE = Instant.parse("1970-01-01T00:00:01Z");

  private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String COMMON_NAME = "2.5.4.3";
  private static final String ORGANIZATION = "2.5.4.10";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /** Tags of general names. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  /** digitalSignature, keyCertSign and cRLSign: the first, sixth and seventh bit. */
  private static final byte[] SIGNS_CERTIFICATES = Der.bits(1, new byte[] {(byte) 0x86});

  private static final byte[] SIGNS = Der.bits(7, new byte[] {(byte) 0x80});

  /** An uncompressed point of P-256 is the end of an encoded public key. */
  private static final int POINT_BYTES = 65;

  private static final int SERIAL_BITS = 127;
  private static final int RSA_BITS = 2048;

  /** Not the name of an authority: OpenSSL takes what is named as its issuer for self-signed. */
  private static final String SERVER = "mkube-server";

  private CertificateIssuer() {}

  /** A new certificate authority. */
  static Identity authority(String name, Instant notAfter) throws GeneralSecurityException {
    KeyPair keys = keys();
    byte[] subject = Der.sequence(nameOf(COMMON_NAME, name));
    List<byte[]> extensions =
        List.of(
            critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes())),
            critical(KEY_USAGE, SIGNS_CERTIFICATES),
            extension(SUBJECT_KEY, Der.octets(keyIdentifier(keys.getPublic()))));
    return identity(
        new Certified(subject, subject, keys.getPublic(), notAfter, extensions),
        keys,
        keys.getPrivate());
  }

  /** A certificate for a TLS server with these host names and addresses. */
  static Identity server(Identity authority, Set<String> names, Instant notAfter)
      throws GeneralSecurityException {
    List<byte[]> alternatives = new ArrayList<>();
    for (String name : names) {
      alternatives.add(
          IP.matcher(name).matches()
              ? Der.implicit(IP_ADDRESS, address(name))
              : Der.implicit(DNS_NAME, IDN.toASCII(name).getBytes(StandardCharsets.US_ASCII)));
    }
    List<byte[]> extensions = leaf(authority, SERVER_AUTH);
    extensions.add(extension(ALTERNATIVE_NAMES, Der.sequence(alternatives)));
    byte[] subject = Der.sequence(nameOf(COMMON_NAME, SERVER));
    KeyPair keys = keys();
    return identity(
        new Certified(issuer(authority), subject, keys.getPublic(), notAfter, extensions),
        keys,
        authority.key());
  }

  /** A certificate for a user in groups. */
  static Identity client(
      Identity authority, KeyPair keys, String user, List<String> groups, Instant notAfter)
      throws GeneralSecurityException {
    List<byte[]> subject = new ArrayList<>();
    groups.forEach(group -> subject.add(nameOf(ORGANIZATION, group)));
    subject.add(nameOf(COMMON_NAME, user));
    return identity(
        new Certified(
            issuer(authority),
            Der.sequence(subject),
            keys.getPublic(),
            notAfter,
            leaf(authority, CLIENT_AUTH)),
        keys,
        authority.key());
  }

  /** A client certificate for whoever sent a request. */
  static X509Certificate client(Identity authority, SigningRequest request, Instant notAfter)
      throws GeneralSecurityException {
    return sign(
        new Certified(
            issuer(authority),
            request.subject(),
            request.key(),
            notAfter,
            leaf(authority, CLIENT_AUTH)),
        authority.key());
  }

  /** New keys on P-256. */
  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** New keys that every client can read, which take a JVM that has just started 0.3 s to make. */
  static KeyPair rsaKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    return generator.generateKeyPair();
  }

  /**
   * What a certificate says.
   *
   * @param issuer encoded name of who signs
   * @param subject encoded name of whose it is
   * @param key key of whose it is
   * @param notAfter when it ends
   * @param extensions encoded extensions
   */
  private record Certified(
      byte[] issuer, byte[] subject, PublicKey key, Instant notAfter, List<byte[]> extensions) {
    byte[] encoded(byte[] algorithm) {
      return Der.sequence(
          Der.explicit(0, Der.integer(BigInteger.TWO)),
          Der.integer(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1)),
          algorithm,
          issuer,
          Der.sequence(Der.time(NOT_BEFORE), Der.time(notAfter)),
          subject,
          key.getEncoded(),
          Der.explicit(3, Der.sequence(extensions)));
    }
  }

  private static Identity identity(Certified certified, KeyPair keys, PrivateKey issuer)
      throws GeneralSecurityException {
    return new Identity(sign(certified, issuer), keys.getPrivate());
  }

  private static X509Certificate sign(Certified certified, PrivateKey issuer)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    byte[] content = certified.encoded(algorithm);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuer);
    signature.update(content);
    byte[] encoded = Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static List<byte[]> leaf(Identity authority, String purpose)
      throws GeneralSecurityException {
    byte[] signedBy = keyIdentifier(authority.certificate().getPublicKey());
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(critical(BASIC_CONSTRAINTS, Der.sequence()));
    extensions.add(critical(KEY_USAGE, SIGNS));
    extensions.add(extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(purpose))));
    extensions.add(extension(AUTHORITY_KEY, Der.sequence(Der.implicit(0, signedBy))));
    return extensions;
  }

  /** As the certificate has it: names are compared byte by byte. */
  private static byte[] issuer(Identity authority) {
    return authority.certificate().getSubjectX500Principal().getEncoded();
  }

  private static byte[] nameOf(String type, String value) {
    return Der.set(Der.sequence(Der.oid(type), Der.text(value)));
  }

  private static byte[] critical(String type, byte[] value) {
    return Der.sequence(Der.oid(type), Der.yes(), Der.octets(value));
  }

  private static byte[] extension(String type, byte[] value) {
    return Der.sequence(Der.oid(type), Der.octets(value));
  }

  /** RFC 5280, 4.2.1.2, first way: the SHA-1 of the key itself. */
  private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
    byte[] encoded = key.getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - POINT_BYTES, encoded.length);
    return MessageDigest.getInstance("SHA-1").digest(point);
  }

  private static byte[] address(String literal) throws GeneralSecurityException {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new GeneralSecurityException("\"" + literal + "\" is no address", e);
    }
  }
}
