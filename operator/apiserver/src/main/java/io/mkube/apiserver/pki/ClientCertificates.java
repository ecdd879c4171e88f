package io.mkube.apiserver.pki;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Checks client certificates against the authority. Thread-safe. */
public final class ClientCertificates {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** A signature is checked once for each certificate, not for each request. */
  private static final int MAX_REMEMBERED = 1000;

  private final Map<X509Certificate, Subject> verified = new ConcurrentHashMap<>();
  private final X509Certificate authority;
  private final Clock clock;

  public ClientCertificates(X509Certificate authority, Clock clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** Whom a chain names; empty if the authority did not sign it for a client, or it has expired. */
  public Optional<Subject> subject(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate leaf = chain.getFirst();
    try {
      leaf.checkValidity(Date.from(PossibleTime.now(clock)));
      Subject known = verified.get(leaf);
      if (known != null) {
        return Optional.of(known);
      }
      Optional<Subject> subject = verify(leaf);
      subject.ifPresent(value -> remember(leaf, value));
      return subject;
    } catch (GeneralSecurityException | InvalidNameException e) {
      return Optional.empty();
    }
  }

  private Optional<Subject> verify(X509Certificate leaf)
      throws GeneralSecurityException, InvalidNameException {
    leaf.verify(authority.getPublicKey());
    List<String> purposes = leaf.getExtendedKeyUsage();
    return purposes != null && purposes.contains(CLIENT_AUTH) ? parse(leaf) : Optional.empty();
  }

  private void remember(X509Certificate leaf, Subject subject) {
    if (verified.size() >= MAX_REMEMBERED) {
      verified.clear();
    }
    verified.put(leaf, subject);
  }

  private static Optional<Subject> parse(X509Certificate leaf)
      throws InvalidNameException, GeneralSecurityException {
    String name = "";
    List<String> groups = new ArrayList<>();
    for (Rdn part : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
      switch (part.getType()) {
        case "CN" -> name = part.getValue().toString();
        case "O" -> groups.add(part.getValue().toString());
        default -> {}
      }
    }
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Subject(name, groups, credentialId(leaf)));
  }

  private static String credentialId(X509Certificate leaf) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
    return "X509SHA256=" + HexFormat.of().formatHex(digest);
  }

  /**
   * Whom a certificate names.
   *
   * @param name common name
   * @param groups organisations
   * @param credentialId tells this certificate from all others: {@code X509SHA256=} and the digest
   */
  public record Subject(String name, List<String> groups, String credentialId) {
    public Subject {
      groups = List.copyOf(groups);
    }
  }
}
