package io.mkube.apiserver.schema;

/** What the name of an object may look like. */
public enum NameRule {
  /** A DNS-1123 subdomain of at most 253 characters: most kinds. */
  DNS_SUBDOMAIN,
  /** A DNS-1123 label of at most 63 characters: namespaces. */
  DNS_LABEL,
  /** A DNS-1035 label of at most 63 characters: services. */
  DNS_1035_LABEL,
  /** Anything that can stand between two slashes of a URL: RBAC kinds. */
  PATH_SEGMENT
}
