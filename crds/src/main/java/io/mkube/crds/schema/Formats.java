package io.mkube.crds.schema;

/**
 * Regular expressions of the schemas, in the syntax that Kubernetes evaluates (RE2) and Java
 * understands alike. All are anchored.
 */
public final class Formats {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String V4 = "(" + OCTET + "\\.){3}" + OCTET;
  private static final String GROUP = "[0-9a-fA-F]{1,4}";
  private static final String LEFT = "(" + GROUP + ":)";
  private static final String RIGHT = "(:" + GROUP + ")";

  /** RFC 4291 section 2.2, forms 1 and 2: neither an embedded IPv4 address nor a scope. */
  private static final String V6 =
      "("
          + (LEFT + "{7}" + GROUP)
          + ("|" + LEFT + "{1,7}:")
          + ("|" + LEFT + "{1,6}" + RIGHT)
          + ("|" + LEFT + "{1,5}" + RIGHT + "{1,2}")
          + ("|" + LEFT + "{1,4}" + RIGHT + "{1,3}")
          + ("|" + LEFT + "{1,3}" + RIGHT + "{1,4}")
          + ("|" + LEFT + "{1,2}" + RIGHT + "{1,5}")
          + ("|" + LEFT + RIGHT + "{1,6}")
          + ("|:(" + RIGHT + "{1,7}|:)")
          + ")";

  private static final String LABEL = "[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?";

  /** IPv4 address in dotted form, without leading zeros. */
  public static final String IPV4 = "^" + V4 + "$";

  /** IPv6 address. */
  public static final String IPV6 = "^" + V6 + "$";

  /** IPv4 or IPv6 address. */
  public static final String IP = "^(" + V4 + "|" + V6 + ")$";

  /** IPv4 address and prefix length. */
  public static final String CIDR4 = "^" + V4 + "/(3[0-2]|[12]?[0-9])$";

  /** IPv6 address and prefix length. */
  public static final String CIDR6 = "^" + V6 + "/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$";

  /** Hardware address: six pairs of hexadecimal digits, separated by colons or hyphens. */
  public static final String MAC = "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$";

  /** HTTP or HTTPS address with a host, without fragment. */
  public static final String HTTP_URL = "^https?://[^\\s/?#]+([/?][^\\s#]*)?$";

  /** DNS name of one or more labels (RFC 1035, 2.3.1, and the underscore), without final dot. */
  public static final String DNS_NAME = "^" + LABEL + "(\\." + LABEL + ")*$";

  /** DNS name or address. */
  public static final String HOST = "^(" + V6 + "|" + LABEL + "(\\." + LABEL + ")*)$";

  /** Name of a record relative to its zone: a DNS name, {@code @}, or with a leading wildcard. */
  public static final String RECORD_NAME = "^(@|\\*|(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*)$";

  /** Name of a cluster-scoped object or a pod (RFC 1123 subdomain). */
  public static final String OBJECT_NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** File name without any folder: never {@code .}, {@code ..} or a hidden file. */
  public static final String FILE_NAME = "^[A-Za-z0-9_][A-Za-z0-9_.+@ -]*$";

  /** Absolute path without {@code .} or {@code ..} as a component. */
  public static final String ABSOLUTE_PATH = "^(/([^/.\\s]|\\.[^/.\\s]|\\.\\.[^/\\s])[^/\\s]*)+/?$";

  /** Name of an interface or bridge on the device. */
  public static final String INTERFACE_NAME = "^[A-Za-z0-9_][A-Za-z0-9_.:+-]*$";

  /** Listening address: optional host, colon, port. */
  public static final String LISTEN_ADDRESS = "^(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9_.-]*):[0-9]{1,5}$";

  /** iSCSI name (RFC 3720 §3.2.6). */
  public static final String ISCSI_NAME =
      "^(iqn\\.[0-9]{4}-[0-9]{2}\\.\\S+|eui\\.[0-9A-Fa-f]{16}|naa\\.[0-9A-Fa-f]{16,32})$";

  private Formats() {}
}
