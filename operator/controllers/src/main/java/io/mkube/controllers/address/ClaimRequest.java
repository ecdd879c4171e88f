package io.mkube.controllers.address;

import java.util.List;
import java.util.Map;

/**
 * A pod that asks for the addresses of its containers.
 *
 * @param namespace namespace of the pod
 * @param pod name of the pod
 * @param uid uid of the pod
 * @param containers what each container asks for, in the order of the pod
 * @param onDevice addresses that interfaces of the device have and who has them, without the pod's
 *     own interfaces
 */
public record ClaimRequest(
    String namespace,
    String pod,
    String uid,
    List<Wish> containers,
    Map<IpAddress, String> onDevice) {
  public ClaimRequest {
    containers = List.copyOf(containers);
    onDevice = Map.copyOf(onDevice);
  }

  /**
   * What one container asks for. It gets one address of each family that the network has.
   *
   * @param container name of the container
   * @param fixed addresses that it must have, at most one of a family
   * @param preferred addresses that it should have if they are free, such as those its interface
   *     has already
   */
  public record Wish(String container, List<IpAddress> fixed, List<IpAddress> preferred) {
    public Wish {
      fixed = List.copyOf(fixed);
      preferred = List.copyOf(preferred);
    }
  }
}
