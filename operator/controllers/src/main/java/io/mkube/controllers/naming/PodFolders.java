package io.mkube.controllers.naming;

/**
 * Folders of a pod on a device, all below the control plane's root. Their names hold the beginning
 * of the pod's uid, so a pod never meets what another one of its name has left.
 *
 * @param root root folder, without leading or trailing slash
 * @param namespace namespace of the pod
 * @param pod name of the pod
 * @param uid uid of the pod
 */
public record PodFolders(String root, String namespace, String pod, String uid) {
  private static final int UID_DIGITS = 8;

  /** The folder that holds the pod's volumes. */
  public String volumes() {
    return root + "/volumes/" + own();
  }

  /** The folder of one volume. */
  public String volume(String name) {
    return volumes() + "/" + name;
  }

  /** Where root folders that were in the way are moved to. */
  public String trash() {
    return root + "/trash/" + own();
  }

  /**
   * The root folder of a container.
   *
   * @param row name of the container on the device
   * @param hash hash of what the container is made from
   */
  public String container(String row, String hash) {
    return root + "/containers/" + row + "-" + shortUid() + "-" + hash;
  }

  private String own() {
    return DeviceNames.container(namespace, pod, shortUid());
  }

  private String shortUid() {
    return uid.length() <= UID_DIGITS ? uid : uid.substring(0, UID_DIGITS);
  }
}
