package io.mkube.crds.annotation;

/** Names of the annotations that mkube reads or writes. */
public final class MkubeAnnotations {
  /** Pod, Namespace: name of the network; absent means the default network. */
  public static final String NETWORK = "vkube.io/network";

  /** Pod: exact address without prefix length; several, separated by commas, for two families. */
  public static final String STATIC_IP = "vkube.io/static-ip";

  /** Pod: namespace whose zone gets the records too. */
  public static final String NAMESPACE = "vkube.io/namespace";

  /** Pod: further names, see {@link PodAlias}. */
  public static final String ALIASES = "vkube.io/aliases";

  /** Pod: integer, lower starts first. */
  public static final String BOOT_PRIORITY = "vkube.io/boot-priority";

  /** Pod: comma list of containers that must run first. */
  public static final String DEPENDS_ON = "vkube.io/depends-on";

  /** Pod, Deployment template: {@code auto} follows the digest of the registry. */
  public static final String IMAGE_POLICY = "vkube.io/image-policy";

  /** Pod: path of an archive on the device that is used instead of the image. */
  public static final String FILE = "vkube.io/file";

  /** Pod: name of the device that must run it. */
  public static final String NODE = "vkube.io/node";

  /** Pod: name of the Deployment that made it; set by the control plane. */
  public static final String OWNER_DEPLOYMENT = "vkube.io/owner-deployment";

  /** Pod: hash of the template that it was made from; set by the control plane. */
  public static final String TEMPLATE_HASH = "vkube.io/template-hash";

  /** Namespace: DNS domain. */
  public static final String DOMAIN = "vkube.io/domain";

  /** Namespace: {@code open} or {@code nested}. */
  public static final String MODE = "vkube.io/mode";

  /** Namespace: {@code true} when it has a DNS server of its own. */
  public static final String DEDICATED_DNS = "vkube.io/dedicated-dns";

  /** Namespace: owner. */
  public static final String OWNER = "vkube.io/owner";

  /** Node: kind of the device behind it; a label. */
  public static final String DEVICE_TYPE = "mkube.io/device-type";

  /** Node: board of the device. */
  public static final String BOARD = "mkube.io/board";

  /** Node: uptime of the device. */
  public static final String UPTIME = "mkube.io/uptime";

  /** Node: CPU load of the device in percent. */
  public static final String CPU_LOAD = "mkube.io/cpu-load";

  /**
   * Node: SHA-256 of the certificate behind its kubelet endpoint in hexadecimal digits, when the
   * cluster's authority has not signed it.
   */
  public static final String KUBELET_CERTIFICATE = "mkube.io/kubelet-certificate-sha256";

  /** BareMetalHost: prefix of discovered hardware facts. */
  public static final String HARDWARE_PREFIX = "bmh.mkube.io/";

  /** BareMetalHost: asks for a fresh look at the machine. */
  public static final String REFRESH = "bmh.mkube.io/refresh";

  /** BareMetalHost: leaves the power switch to a person. */
  public static final String MANUAL_POWER = "bmh.mkube.io/manual-power";

  private MkubeAnnotations() {}
}
