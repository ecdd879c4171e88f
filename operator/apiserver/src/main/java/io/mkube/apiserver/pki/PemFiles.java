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
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Certificates and keys as PEM files that only their owner can read. */
final class PemFiles {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

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
      X509Certificate read = readCertificate(certificate);
      return Optional.of(new Identity(read, readKey(key, read.getPublicKey().getAlgorithm())));
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
   * An RSA key in the form of PKCS #1 (RFC 8017, A.1.2), which kubeadm writes and every client
   * reads. Keys of curves are not: fabric8's client before 7 needs Bouncy Castle for them.
   */
  static byte[] keyPem(RSAPrivateCrtKey key) {
    return pem(
        "RSA PRIVATE KEY",
        Der.sequence(
            Der.integer(BigInteger.ZERO),
            Der.integer(key.getModulus()),
            Der.integer(key.getPublicExponent()),
            Der.integer(key.getPrivateExponent()),
            Der.integer(key.getPrimeP()),
            Der.integer(key.getPrimeQ()),
            Der.integer(key.getPrimeExponentP()),
            Der.integer(key.getPrimeExponentQ()),
            Der.integer(key.getCrtCoefficient())));
  }

  private static X509Certificate readCertificate(Path file)
      throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static PrivateKey readKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    String body =
        Files.readString(file, StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> !line.startsWith("-----"))
            .reduce("", String::concat);
    return KeyFactory.getInstance(algorithm)
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
