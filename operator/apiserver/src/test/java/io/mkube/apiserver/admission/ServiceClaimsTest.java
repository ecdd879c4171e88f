package io.mkube.apiserver.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.storage.ObjectStorage;
import io.mkube.apiserver.storage.StorageGuard;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreKey;
import io.mkube.store.memory.MemoryObjectStore;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one store that claim the same address for different services. */
final class ServiceClaimsTest {
  private static final String ADDRESS = "10.96.0.77";

  private final MemoryObjectStore store = new MemoryObjectStore();
  private Server one = unstarted();
  private Server other = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    one = Server.over(store);
    other = Server.over(store);
  }

  @AfterEach
  void stop() throws Exception {
    one.cache().close();
    other.cache().close();
    store.close();
  }

  @Test
  void keepsForAServiceWhatIsClaimedWhileItsOutcomeIsOpen() throws Exception {
    var unused = one.claim("a");

    var refused = assertThrows(ApiException.class, () -> other.claim("b"));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("already allocated"), refused::toString);
  }

  @Test
  void releasesWhatWasClaimedForAServiceThatIsNotStored() throws Exception {
    one.claim("a").settle(false);

    other.claim("b").settle(true);

    assertEquals(1, other.entries());
  }

  @Test
  void releasesNothingThatAnotherServerClaimsMeanwhile() throws Exception {
    StorageGuard.Claim first = one.claim("a", "10.96.0.1");
    var unused = other.claim("b");
    first.settle(false);

    assertEquals(1, other.entries());
    assertThrows(ApiException.class, () -> one.claim("c"));
  }

  @Test
  void leavesTheRecordToTheNextClaimOnceTheServiceIsStored() throws Exception {
    StorageGuard.Claim claim = one.claim("a");
    one.storage().create(key("a"), service("a", ADDRESS));
    claim.settle(true);

    assertThrows(ApiException.class, () -> other.claim("b"));
    other.claim("c", "10.96.0.2").settle(true);

    assertEquals(1, other.entries());
  }

  private static StoreKey key(String name) {
    return new StoreKey("", "services", "default", name);
  }

  private static ObjectNode service(String name, String address) {
    ObjectNode service = Json.object();
    service
        .putObject("metadata")
        .put("namespace", "default")
        .put("name", name)
        .put("uid", "uid-" + name);
    service.putObject("spec").put("clusterIP", address).putArray("clusterIPs").add(address);
    return service;
  }

  /** What a server has of it. */
  private record Server(ObjectStore store, WatchCache cache, ServiceClaims claims) {
    static Server over(ObjectStore store) throws Exception {
      WatchCache cache = WatchCache.load(store, CacheLimits.DEFAULT);
      AllocatedServices allocated = AllocatedServices.of(cache);
      ServiceAllocation allocation =
          new ServiceAllocation(ServiceNetwork.DEFAULT, allocated, new Random(1));
      cache.follow();
      return new Server(store, cache, new ServiceClaims(store, cache, allocated, allocation));
    }

    ObjectStorage storage() {
      return new ObjectStorage(store, cache);
    }

    StorageGuard.Claim claim(String name) {
      return claim(name, ADDRESS);
    }

    StorageGuard.Claim claim(String name, String address) {
      cache.awaitLatest();
      return claims.claim(key(name), service(name, address));
    }

    /** Entries of the record. */
    int entries() {
      cache.awaitLatest();
      return storage().get(ServiceClaims.RECORD).orElseThrow().decode().path("claims").size();
    }
  }
}
