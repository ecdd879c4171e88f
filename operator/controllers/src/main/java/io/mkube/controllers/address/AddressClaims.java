package io.mkube.controllers.address;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkStatus;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Claims addresses in the status of a Network, by compare-and-set, before anything is made on a
 * device. Concurrent claims on one network share one write. Thread-safe; claiming again what one
 * holds changes nothing.
 */
public final class AddressClaims {
  /** Conflicting writes of others that one batch survives. */
  private static final int ATTEMPTS = 50;

  private static final long LONGEST_STEP_BACK_NANOS = 5_000_000;

  private final Random random = new Random();
  private final Ledger ledger;
  private final Map<String, Batches> batches = new ConcurrentHashMap<>();

  /**
   * Claims through an API server.
   *
   * @param client stays the caller's to close
   */
  public AddressClaims(KubernetesClient client) {
    this(
        new Ledger() {
          @Override
          public Optional<Network> find(String name) {
            return Optional.ofNullable(client.resources(Network.class).withName(name).get());
          }

          @Override
          public Network updateStatus(Network network) {
            return client.resource(network).updateStatus();
          }
        });
  }

  /** Claims in networks that are kept elsewhere. */
  public AddressClaims(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Where claims are written. Failures are {@link KubernetesClientException}s. Thread-safe. */
  public interface Ledger {
    /** The newest version of a network. */
    Optional<Network> find(String name);

    /**
     * Writes a network's status and returns what was written.
     *
     * @throws KubernetesClientException with code 409 when the network was changed since it was
     *     read
     */
    Network updateStatus(Network network);
  }

  /**
   * Claims addresses for all containers of a pod, or none.
   *
   * @throws KubernetesClientException if the API server cannot be asked or keeps refusing
   */
  public ClaimResult claim(String network, ClaimRequest request) {
    return of(network).submit(allocator -> allocator.claim(request));
  }

  /**
   * Releases everything that a pod holds in a network; nothing there is success.
   *
   * @throws KubernetesClientException if the API server cannot be asked or keeps refusing
   */
  public void release(String network, String uid) {
    of(network)
        .submit(
            allocator -> {
              allocator.release(uid);
              return new ClaimResult.Granted(List.of());
            });
  }

  /**
   * The newest known version of a network: what a cache holds, unless a claim made here is newer.
   */
  public Network newest(Network cached) {
    Network written = of(cached.getMetadata().getName()).written;
    return written != null
            && written.getMetadata().getUid().equals(cached.getMetadata().getUid())
            && revision(written).compareTo(revision(cached)) > 0
        ? written
        : cached;
  }

  /**
   * How many containers could get addresses of a network.
   *
   * @param limit where to stop counting
   * @param onDevice addresses that interfaces of the device have, as in {@link ClaimRequest}
   */
  public static int free(Network network, int limit, Map<IpAddress, String> onDevice) {
    return Batches.space(network)
        .map(space -> new AddressAllocator(space, network.getStatus().allocations(), List.of()))
        .map(allocator -> allocator.free(limit, onDevice))
        .orElse(0);
  }

  private Batches of(String network) {
    return batches.computeIfAbsent(network, Batches::new);
  }

  private static BigInteger revision(Network network) {
    try {
      return new BigInteger(network.getMetadata().getResourceVersion());
    } catch (NumberFormatException e) {
      return BigInteger.ZERO; // opaque revisions: the cache wins
    }
  }

  /** One request and, once it was decided, what became of it. */
  private static final class Pending {
    private final Function<AddressAllocator, ClaimResult> change;
    // Written and read under the lock of the batches.
    private @Nullable ClaimResult result;
    private @Nullable KubernetesClientException failure;

    Pending(Function<AddressAllocator, ClaimResult> change) {
      this.change = change;
    }
  }

  /** The requests on one network. Whoever gets the lock decides for all who wait for it. */
  private final class Batches {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private List<IpAddress> lastGiven = List.of();
    private volatile @Nullable Network written;

    Batches(String name) {
      this.name = name;
    }

    ClaimResult submit(Function<AddressAllocator, ClaimResult> change) {
      Pending mine = new Pending(change);
      waiting.add(mine);
      // Held during I/O on purpose: it serialises the writes to this network's status.
      lock.lock();
      try {
        if (mine.result == null && mine.failure == null) {
          decide(takeAll());
        }
        if (mine.failure != null) {
          throw mine.failure;
        }
        if (mine.result == null) {
          throw new IllegalStateException("a claim that nobody decided");
        }
        return mine.result;
      } finally {
        lock.unlock();
      }
    }

    private List<Pending> takeAll() {
      List<Pending> batch = new ArrayList<>();
      for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
        batch.add(next);
      }
      return batch;
    }

    private void decide(List<Pending> batch) {
      try {
        KubernetesClientException conflict = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
          try {
            attempt(batch);
            return;
          } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
              throw e;
            }
            conflict = e;
            // Somebody else writes too. Whoever lost steps back for a moment of its own length,
            // so that no writer starves another.
            LockSupport.parkNanos(random.nextLong(1, LONGEST_STEP_BACK_NANOS));
          }
        }
        throw conflict == null ? new IllegalStateException("no attempt") : conflict;
      } catch (KubernetesClientException e) {
        batch.forEach(pending -> pending.failure = e);
      }
    }

    private void attempt(List<Pending> batch) {
      Network network = ledger.find(name).orElse(null);
      Optional<AddressSpace> space = space(network);
      if (network == null || space.isEmpty()) {
        ClaimResult refusal =
            new ClaimResult.NoNetwork(
                network == null
                    ? "there is no network " + name
                    : "the address ranges of network " + name + " are malformed");
        batch.forEach(pending -> pending.result = refusal);
        return;
      }
      NetworkStatus status = network.getStatus();
      List<AddressAllocation> before = status.allocations();
      AddressAllocator allocator = new AddressAllocator(space.get(), before, lastGiven);
      List<ClaimResult> results =
          batch.stream().map(pending -> pending.change.apply(allocator)).toList();
      if (!allocator.allocations().equals(before)) {
        network.setStatus(status.withAllocations(allocator.allocations()));
        network = ledger.updateStatus(network);
      }
      written = network;
      lastGiven = allocator.lastGiven();
      for (int i = 0; i < results.size(); i++) {
        batch.get(i).result = results.get(i);
      }
    }

    private static Optional<AddressSpace> space(@Nullable Network network) {
      try {
        return network == null || network.getSpec() == null
            ? Optional.empty()
            : Optional.of(AddressSpace.of(network.getSpec()));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
