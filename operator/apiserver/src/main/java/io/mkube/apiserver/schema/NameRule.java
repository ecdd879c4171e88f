package io.mkube.apiserver.schema;

import java.util.ArrayList;
import java.util.List;

/** What the name of an object may look like. */
public enum NameRule {
  /** A DNS-1123 subdomain of at most 253 characters: most kinds. */
  DNS_SUBDOMAIN(
      253,
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"),
  /** A DNS-1123 label of at most 63 characters: namespaces, containers. */
  DNS_LABEL(
      63,
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"),
  /** A DNS-1035 label of at most 63 characters: services. */
  DNS_1035_LABEL(
      63,
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"),
  /** Anything that can stand between two slashes of a URL: RBAC kinds. */
  PATH_SEGMENT(Integer.MAX_VALUE, ""),
  /** Anything: certificate requests. */
  ANY(Integer.MAX_VALUE, "");

  private final int maxLength;
  private final String fault;

  NameRule(int maxLength, String fault) {
    this.maxLength = maxLength;
    this.fault = fault;
  }

  /** What is wrong with a name, in Kubernetes' words; empty when it is good. */
  public List<String> check(String name) {
    if (name.length() <= maxLength && matches(name)) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    if (this == PATH_SEGMENT) {
      checkSegment(name, faults);
    } else if (name.length() > maxLength) {
      faults.add("must be no more than " + maxLength + " characters");
    } else {
      faults.add(fault);
    }
    return List.copyOf(faults);
  }

  private boolean matches(String name) {
    return switch (this) {
      case DNS_SUBDOMAIN -> NameSyntax.isDnsSubdomain(name);
      case DNS_LABEL -> NameSyntax.isDnsLabel(name);
      case DNS_1035_LABEL -> NameSyntax.isDns1035Label(name);
      case PATH_SEGMENT -> false;
      case ANY -> true;
    };
  }

  private static void checkSegment(String name, List<String> faults) {
    if (name.equals(".") || name.equals("..")) {
      faults.add("may not be '" + name + "'");
    }
    for (String illegal : List.of("/", "%")) {
      if (name.contains(illegal)) {
        faults.add("may not contain '" + illegal + "'");
      }
    }
  }
}
