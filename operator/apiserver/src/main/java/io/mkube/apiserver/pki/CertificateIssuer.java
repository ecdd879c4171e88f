package io.mkube.apiserver.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes P-256 keys and signs certificates. The only user of Bouncy Castle. */
final class CertificateIssuer {
  /**
   * Certificates begin here, so that a device whose clock starts in 1970 takes them as valid; one
   * second later than the epoch because some programs read that as unset.
   */
  static final Instant NOT_BEFORE = Instant.parse("1970-01-01T00:00:01Z");

  private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateIssuer() {}

  /** A new certificate authority. */
  static Identity authority(String name, Instant notAfter) throws GeneralSecurityException {
    KeyPair keys = keys();
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    try {
      JcaX509v3CertificateBuilder builder = builder(subject, subject, keys, notAfter);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return sign(builder, keys, keys.getPrivate());
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A certificate for a TLS server with these host names and addresses. */
  static Identity server(Identity authority, Set<String> names, Instant notAfter)
      throws GeneralSecurityException {
    GeneralName[] alternatives =
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        IP.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new);
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, "mkube").build();
    KeyPair keys = keys();
    try {
      JcaX509v3CertificateBuilder builder =
          leaf(authority, subject, keys, notAfter, KeyPurposeId.id_kp_serverAuth);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      return sign(builder, keys, authority.key());
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A certificate for a user in groups. */
  static Identity client(Identity authority, String user, List<String> groups, Instant notAfter)
      throws GeneralSecurityException {
    X500NameBuilder subject = new X500NameBuilder();
    groups.forEach(group -> subject.addRDN(BCStyle.O, group));
    subject.addRDN(BCStyle.CN, user);
    KeyPair keys = keys();
    try {
      JcaX509v3CertificateBuilder builder =
          leaf(authority, subject.build(), keys, notAfter, KeyPurposeId.id_kp_clientAuth);
      return sign(builder, keys, authority.key());
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static JcaX509v3CertificateBuilder leaf(
      Identity authority, X500Name subject, KeyPair keys, Instant notAfter, KeyPurposeId purpose)
      throws CertIOException, GeneralSecurityException {
    X500Name issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder = builder(issuer, subject, keys, notAfter);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils()
            .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
    return builder;
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant notAfter) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, RANDOM).setBit(126),
        Date.from(NOT_BEFORE),
        Date.from(notAfter),
        subject,
        keys.getPublic());
  }

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Identity sign(JcaX509v3CertificateBuilder builder, KeyPair keys, PrivateKey issuer)
      throws GeneralSecurityException {
    try {
      byte[] encoded =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)).getEncoded();
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new java.io.ByteArrayInputStream(encoded));
      return new Identity(certificate, keys.getPrivate());
    } catch (OperatorCreationException | java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
