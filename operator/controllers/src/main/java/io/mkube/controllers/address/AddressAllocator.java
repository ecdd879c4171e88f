package io.mkube.controllers.address;

import io.mkube.controllers.address.AddressSpace.Subnet;
import io.mkube.controllers.address.ClaimRequest.Wish;
import io.mkube.crds.network.AddressAllocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides who gets which address. Works on a copy of a network's allocations; one object is used
 * for one batch of requests by one thread. Addresses are given round robin, starting behind the one
 * that was given last, so that a released address is not used again at once.
 */
final class AddressAllocator {
  private final AddressSpace space;
  private final Map<IpAddress, AddressAllocation> taken = new LinkedHashMap<>();
  private final Map<Subnet, IpAddress> cursors = new HashMap<>();

  /**
   * An allocator.
   *
   * @param space addresses of the network
   * @param allocations what is given already, in the order in which it was given
   * @param lastGiven addresses that were given last, even if they were released since
   */
  AddressAllocator(
      AddressSpace space, List<AddressAllocation> allocations, List<IpAddress> lastGiven) {
    this.space = space;
    for (AddressAllocation allocation : allocations) {
      IpAddress.find(allocation.address())
          .ifPresent(
              address -> {
                taken.put(address, allocation);
                moveCursor(address);
              });
    }
    lastGiven.forEach(this::moveCursor);
  }

  /** The allocations as they are now. */
  List<AddressAllocation> allocations() {
    return List.copyOf(taken.values());
  }

  /** The addresses that were given last, one of a family. */
  List<IpAddress> lastGiven() {
    return List.copyOf(cursors.values());
  }

  /** Forgets everything that belongs to a pod. */
  void release(String uid) {
    taken.values().removeIf(allocation -> allocation.uid().equals(uid));
  }

  /** How many containers could get addresses, counted up to a limit; changes nothing. */
  int free(int limit, Map<IpAddress, String> onDevice) {
    int free = limit;
    for (Subnet subnet : space.subnets()) {
      int found = 0;
      Optional<IpAddress> at = Optional.of(subnet.pool().first());
      while (found < free && at.isPresent() && subnet.pool().contains(at.get())) {
        at = firstFree(subnet, new AddressSpan(at.get(), subnet.pool().last()), onDevice);
        if (at.isPresent()) {
          found++;
          at = at.get().plus(1);
        }
      }
      free = found;
    }
    return free;
  }

  /** Gives a pod all it asks for, or nothing. */
  ClaimResult claim(ClaimRequest request) {
    Map<IpAddress, AddressAllocation> before = new LinkedHashMap<>(taken);
    Map<Subnet, IpAddress> cursorsBefore = new HashMap<>(cursors);
    for (Wish wish : request.containers()) {
      Optional<ClaimResult> refusal = claim(request, wish);
      if (refusal.isPresent()) {
        taken.clear();
        taken.putAll(before);
        cursors.clear();
        cursors.putAll(cursorsBefore);
        return refusal.get();
      }
    }
    return new ClaimResult.Granted(
        taken.values().stream().filter(a -> a.uid().equals(request.uid())).toList());
  }

  private Optional<ClaimResult> claim(ClaimRequest request, Wish wish) {
    for (IpAddress fixed : wish.fixed()) {
      Optional<ClaimResult> refusal = refusal(request, wish, fixed);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    List<IpAddress> held = new ArrayList<>();
    for (Subnet subnet : space.subnets()) {
      Optional<IpAddress> chosen = choose(request, wish, subnet);
      if (chosen.isEmpty()) {
        return Optional.of(
            new ClaimResult.Exhausted(
                "no address is free in " + subnet.pool() + " for container " + wish.container()));
      }
      held.add(chosen.get());
    }
    taken
        .entrySet()
        .removeIf(e -> belongsTo(e.getValue(), request, wish) && !held.contains(e.getKey()));
    for (IpAddress address : held) {
      taken.putIfAbsent(
          address,
          new AddressAllocation(
              address.toString(),
              request.namespace(),
              request.pod(),
              request.uid(),
              wish.container()));
    }
    return Optional.empty();
  }

  private Optional<ClaimResult> refusal(ClaimRequest request, Wish wish, IpAddress fixed) {
    Optional<Subnet> subnet = space.subnet(fixed);
    if (subnet.isEmpty() || !subnet.get().canBeStatic(fixed)) {
      return Optional.of(
          new ClaimResult.Outside(
              fixed + " is not an address for containers of " + describe(space)));
    }
    AddressAllocation owner = taken.get(fixed);
    if (owner != null && !belongsTo(owner, request, wish)) {
      return Optional.of(
          new ClaimResult.Taken(
              fixed + " belongs to pod " + owner.namespace() + "/" + owner.pod()));
    }
    String holder = request.onDevice().get(fixed);
    return holder == null
        ? Optional.empty()
        : Optional.of(new ClaimResult.Taken(fixed + " is in use by " + holder));
  }

  private Optional<IpAddress> choose(ClaimRequest request, Wish wish, Subnet subnet) {
    Optional<IpAddress> fixed = wish.fixed().stream().filter(subnet.cidr()::contains).findFirst();
    if (fixed.isPresent()) {
      return fixed;
    }
    Optional<IpAddress> held =
        taken.entrySet().stream()
            .filter(e -> belongsTo(e.getValue(), request, wish))
            .map(Map.Entry::getKey)
            .filter(subnet.cidr()::contains)
            .findFirst();
    if (held.isPresent()) {
      return held;
    }
    Optional<IpAddress> preferred =
        wish.preferred().stream()
            .filter(subnet::canBeStatic)
            .filter(address -> !taken.containsKey(address))
            .filter(address -> !request.onDevice().containsKey(address))
            .findFirst();
    return preferred.isPresent() ? preferred : next(subnet, request.onDevice());
  }

  private Optional<IpAddress> next(Subnet subnet, Map<IpAddress, String> onDevice) {
    AddressSpan pool = subnet.pool();
    IpAddress cursor = cursors.get(subnet);
    IpAddress start =
        Optional.ofNullable(cursor)
            .flatMap(at -> at.plus(1))
            .filter(pool::contains)
            .orElse(pool.first());
    Optional<IpAddress> found = firstFree(subnet, new AddressSpan(start, pool.last()), onDevice);
    if (found.isEmpty() && !start.equals(pool.first())) {
      IpAddress before = start.plus(-1).orElse(pool.first());
      found = firstFree(subnet, new AddressSpan(pool.first(), before), onDevice);
    }
    found.ifPresent(address -> cursors.put(subnet, address));
    return found;
  }

  /** Steps over at most as many addresses as are taken, whatever the size of the span. */
  private Optional<IpAddress> firstFree(
      Subnet subnet, AddressSpan span, Map<IpAddress, String> onDevice) {
    Optional<IpAddress> at = Optional.of(span.first());
    while (at.isPresent() && span.contains(at.get())) {
      IpAddress address = at.get();
      Optional<AddressSpan> lease =
          subnet.leases().stream().filter(range -> range.contains(address)).findFirst();
      if (lease.isPresent()) {
        at = lease.get().last().plus(1);
      } else if (subnet.canBeStatic(address)
          && !subnet.reserved().contains(address)
          && !taken.containsKey(address)
          && !onDevice.containsKey(address)) {
        return at;
      } else {
        at = address.plus(1);
      }
    }
    return Optional.empty();
  }

  private void moveCursor(IpAddress address) {
    space
        .subnet(address)
        .filter(subnet -> subnet.pool().contains(address))
        .ifPresent(subnet -> cursors.put(subnet, address));
  }

  private static boolean belongsTo(AddressAllocation allocation, ClaimRequest request, Wish wish) {
    return allocation.uid().equals(request.uid())
        && allocation.container().equals(wish.container());
  }

  private static String describe(AddressSpace space) {
    return String.join(
        " and ", space.subnets().stream().map(subnet -> subnet.cidr().toString()).toList());
  }
}
