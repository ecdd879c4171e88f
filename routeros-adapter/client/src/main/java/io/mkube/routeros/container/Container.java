package io.mkube.routeros.container;

import java.util.List;

/**
 * A row of {@code /container}. Texts are empty when the device does not print them.
 *
 * @param id the device's id, {@code *} and hexadecimal digits; changes when the container is
 *     recreated
 * @param name unique name
 * @param comment comment; carries our marker
 * @param state state
 * @param image resolved image reference ({@code tag}, or {@code repo} on older devices)
 * @param file archive that the container was made from
 * @param interfaces veths
 * @param rootDir root folder without leading slash
 * @param mountLists mount lists (mount names up to 7.20)
 * @param envLists environment lists
 * @param cmd command line
 * @param entrypoint entry point
 * @param workdir working folder
 * @param user user and group
 * @param hostname host name inside the container
 * @param dns name servers
 * @param startOnBoot whether the device starts it by itself
 * @param logging whether its output goes to the device's log
 * @param hint what the device says of a broken row ({@code about})
 */
public record Container(
    String id,
    String name,
    String comment,
    ContainerState state,
    String image,
    String file,
    List<String> interfaces,
    String rootDir,
    List<String> mountLists,
    List<String> envLists,
    String cmd,
    String entrypoint,
    String workdir,
    String user,
    String hostname,
    List<String> dns,
    boolean startOnBoot,
    boolean logging,
    String hint) {
  public Container {
    interfaces = List.copyOf(interfaces);
    mountLists = List.copyOf(mountLists);
    envLists = List.copyOf(envLists);
    dns = List.copyOf(dns);
  }
}
