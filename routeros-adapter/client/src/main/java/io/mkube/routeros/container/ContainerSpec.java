package io.mkube.routeros.container;

import java.util.List;

/**
 * What {@link Containers#add} needs. Empty texts and lists are not sent, so that the image's own
 * values hold.
 *
 * @param name unique name
 * @param comment comment; carries our marker
 * @param image where the image comes from
 * @param interfaceName the veth
 * @param rootDir root folder, without leading slash; must not exist yet
 * @param mountLists mount lists
 * @param envLists environment lists
 * @param cmd arguments, one element each; quoted for the device by the adapter
 * @param entrypoint entry point, one element each
 * @param workdir working folder
 * @param user user and group
 * @param hostname host name
 * @param dns name servers
 * @param startOnBoot whether the device starts it after a reboot
 * @param stopSeconds seconds between the stop signal and the kill; 0 leaves the device's default
 * @param logging whether the device keeps what the container prints
 */
public record ContainerSpec(
    String name,
    String comment,
    ImageSource image,
    String interfaceName,
    String rootDir,
    List<String> mountLists,
    List<String> envLists,
    List<String> cmd,
    List<String> entrypoint,
    String workdir,
    String user,
    String hostname,
    List<String> dns,
    boolean startOnBoot,
    int stopSeconds,
    boolean logging) {
  public ContainerSpec {
    mountLists = List.copyOf(mountLists);
    envLists = List.copyOf(envLists);
    cmd = List.copyOf(cmd);
    entrypoint = List.copyOf(entrypoint);
    dns = List.copyOf(dns);
  }

  /** Where the device takes the image from. */
  public sealed interface ImageSource {
    /**
     * Pulled by the device.
     *
     * @param reference full reference with registry host
     * @param check whether the device checks the registry's certificate
     */
    record Remote(String reference, CertificateCheck check) implements ImageSource {
      /** With the device's own rule: since 7.20 it checks. */
      public Remote(String reference) {
        this(reference, CertificateCheck.DEVICE_DEFAULT);
      }
    }

    /**
     * A docker-save archive on the device.
     *
     * @param path path without leading slash
     */
    record Archive(String path) implements ImageSource {}
  }

  /** Whether the device checks the certificate of the registry that it pulls from. */
  public enum CertificateCheck {
    DEVICE_DEFAULT,
    /** For a registry whose authority the device does not know. */
    OFF
  }
}
