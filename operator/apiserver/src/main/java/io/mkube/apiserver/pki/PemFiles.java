package io.mkube.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;

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
      return Optional.of(new Identity(readCertificate(certificate), readKey(key)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("cannot use " + certificate + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /** Writes both files; the key is in place before the certificate. */
  void write(String name, Identity identity) throws IOException {
    Files.createDirectories(directory);
    writeFile(directory.resolve(name + ".key"), keyPem(identity.key()));
    writeFile(directory.resolve(name + ".crt"), certificatePem(identity.certificate()));
  }

  static byte[] certificatePem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate has no encoding", e);
    }
  }

  static byte[] keyPem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /**
   * The form of RFC 5915, {@code BEGIN EC PRIVATE KEY}: fabric8 takes any other label for an RSA
   * key.
   */
  static byte[] ecKeyPem(PrivateKey key) {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    try {
      ECPrivateKey ec = ECPrivateKey.getInstance(info.parsePrivateKey());
      ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
      int bits =
          ECNamedCurveTable.getByOID(ASN1ObjectIdentifier.getInstance(curve)).getN().bitLength();
      return pem(
          "EC PRIVATE KEY",
          new ECPrivateKey(bits, ec.getKey(), ec.getPublicKey(), curve).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a key has no encoding", e);
    }
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
