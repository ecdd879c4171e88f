package io.mkube.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Certificates and keys as PEM files that only their owner can read. */
final class PemFiles {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private static final int P256_BYTES = 32;

  /** An uncompressed point: 04, X, Y; it ends the encoding of a public key. */
  private static final int P256_POINT_BYTES = 1 + 2 * P256_BYTES;

  /** The curve prime256v1. */
  private static final String P256 = "1.2.840.10045.3.1.7";

  private final Path directory;

  PemFiles(Path directory) {
    this.directory = directory;
  }

  /** Reads {@code name.crt} and {@code name.key}; empty if neither exists. */
  Optional<Identity> read(String name) throws IOException {
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    if (!Files.exists(certificate, LinkOption.NOFOLLOW_LINKS) && !Files.exists(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Identity(readCertificate(certificate), readKey(key)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("cannot use " + certificate + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /** Writes both files; the key is in place before the certificate. */
  void write(String name, Identity identity) throws IOException {
    Files.createDirectories(directory);
    writeFile(directory.resolve(name + ".key"), pem("PRIVATE KEY", identity.key().getEncoded()));
    writeFile(directory.resolve(name + ".crt"), certificatePem(identity.certificate()));
  }

  /** Writes the certificate alone, for clients. */
  void publish(String name, Identity identity) throws IOException {
    Path file = directory.resolve(name + ".crt");
    byte[] pem = certificatePem(identity.certificate());
    if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), pem)) {
      Files.createDirectories(directory);
      writeFile(file, pem);
    }
  }

  /** Whether there is a key for a certificate. */
  boolean hasKey(String name) {
    return Files.exists(directory.resolve(name + ".key"), LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes the key of a certificate. */
  void forgetKey(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name + ".key"));
  }

  static byte[] certificatePem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
  }

  /**
   * A P-256 key in the form of SEC 1 (RFC 5915): the fabric8 client reads PKCS #8 as RSA only, and
   * every other client reads both. The public key is optional in that form, but the official Java
   * client cannot do without it.
   */
  static byte[] sec1Pem(Identity identity) {
    byte[] number = ((ECPrivateKey) identity.key()).getS().toByteArray();
    byte[] secret = new byte[P256_BYTES];
    int length = Math.min(number.length, P256_BYTES);
    System.arraycopy(number, number.length - length, secret, P256_BYTES - length, length);
    byte[] publicKey = identity.certificate().getPublicKey().getEncoded();
    byte[] point =
        Arrays.copyOfRange(publicKey, publicKey.length - P256_POINT_BYTES, publicKey.length);
    return pem(
        "EC PRIVATE KEY",
        Der.sequence(
            Der.integer(BigInteger.ONE),
            Der.octets(secret),
            Der.explicit(0, Der.oid(P256)),
            Der.explicit(1, Der.bits(0, point))));
  }

  private static X509Certificate readCertificate(Path file)
      throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    String body =
        Files.readString(file, StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> !line.startsWith("-----"))
            .reduce("", String::concat);
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static byte[] pem(String type, byte[] content) {
    return ("-----BEGIN "
            + type
            + "-----\n"
            + LINES.encodeToString(content)
            + "\n-----END "
            + type
            + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void writeFile(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    if (beside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          beside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(beside, content);
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
