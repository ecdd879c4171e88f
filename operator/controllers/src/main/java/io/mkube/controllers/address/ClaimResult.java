package io.mkube.controllers.address;

import io.mkube.crds.network.AddressAllocation;
import java.util.List;

/** What became of a {@link ClaimRequest}. Nothing was changed unless it was granted. */
public sealed interface ClaimResult {
  /**
   * All containers have their addresses.
   *
   * @param allocations the pod's allocations
   */
  record Granted(List<AddressAllocation> allocations) implements ClaimResult {
    public Granted {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * The network has too few free addresses.
   *
   * @param message sentence that names the range
   */
  record Exhausted(String message) implements ClaimResult {}

  /**
   * A fixed address belongs to something else.
   *
   * @param message sentence that names the address and its owner
   */
  record Taken(String message) implements ClaimResult {}

  /**
   * A fixed address is not one that the network can give to a container.
   *
   * @param message sentence that names the address and the range
   */
  record Outside(String message) implements ClaimResult {}

  /**
   * There is no network of that name, or its ranges are malformed.
   *
   * @param message sentence that names the network
   */
  record NoNetwork(String message) implements ClaimResult {}
}
