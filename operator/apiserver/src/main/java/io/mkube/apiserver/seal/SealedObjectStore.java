package io.mkube.apiserver.seal;

import io.mkube.store.Change;
import io.mkube.store.ObjectStore;
import io.mkube.store.PromptFollower;
import io.mkube.store.StoreException;
import io.mkube.store.StoreHealth;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredList;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in which Secrets and the server's own keys are sealed. Whoever uses it reads and writes
 * plain values. What was stored before there was a key file is read as it is, and sealed by {@link
 * #sealAgain}. The store behind it stays the caller's to close.
 */
public final class SealedObjectStore implements ObjectStore {
  /**
   * Group of what the server keeps for itself; no resource can have it, since it is no DNS name.
   */
  public static final String OWN_GROUP = "_mkube";

  /** Resource of the own group that holds private keys. */
  public static final String OWN_KEYS = "keys";

  /** What is sealed. */
  private static final List<Kind> SEALED =
      List.of(new Kind("", "secrets"), new Kind(OWN_GROUP, OWN_KEYS));

  private static final Logger LOG = LoggerFactory.getLogger(SealedObjectStore.class);
  private final ObjectStore store;
  private final KeyFile file;
  private volatile KeyRing ring;
  private volatile List<StoredObject> outdated = List.of();

  private SealedObjectStore(ObjectStore store, KeyFile file, KeyRing ring) {
    this.store = store;
    this.file = file;
    this.ring = ring;
  }

  /**
   * Opens a store with the keys of a file, which is made if neither it nor anything sealed exists.
   *
   * @throws IOException if the key file cannot be used, or is missing although the store holds
   *     sealed values; nothing was changed
   * @throws StoreException if the store does not answer
   */
  public static SealedObjectStore open(ObjectStore store, KeyFile file)
      throws IOException, StoreException {
    Optional<KeyRing> ring = file.read();
    if (ring.isPresent()) {
      return new SealedObjectStore(store, file, ring.get());
    }
    for (StoredObject object : concerned(store.snapshot().objects())) {
      if (SealedValue.isSealed(object.value())) {
        throw new IOException(
            "key file "
                + file.path()
                + ": is missing, but the store is sealed with key "
                + SealingKey.text(SealedValue.keyId(object.value()))
                + "; put the key file of the server that sealed it there. Nothing was changed");
      }
    }
    return new SealedObjectStore(store, file, file.create());
  }

  /** Whether values of a key are sealed. */
  static boolean concerns(StoreKey key) {
    for (Kind kind : SEALED) {
      if (kind.resource().equals(key.resource()) && kind.group().equals(key.group())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long write(Write write) throws StoreException {
    return store.write(sealed(write));
  }

  @Override
  public boolean writesTogether() {
    return store.writesTogether();
  }

  @Override
  public long writeTogether(List<Write> writes) throws StoreException {
    return store.writeTogether(writes.stream().map(this::sealed).toList());
  }

  private Write sealed(Write write) {
    if (!concerns(write.key())) {
      return write;
    }
    byte[] sealed = SealedValue.seal(ring.active(), write.key(), write.uid(), write.value());
    return switch (write) {
      case Write.Put put -> new Write.Put(put.key(), put.expectedRevision(), put.uid(), sealed);
      case Write.Delete delete ->
          new Write.Delete(delete.key(), delete.expectedRevision(), delete.uid(), sealed);
    };
  }

  @Override
  public Snapshot snapshot() throws StoreException {
    Snapshot snapshot = store.snapshot();
    if (snapshot.objects() instanceof StoredList stored) {
      return new Snapshot(snapshot.revision(), opened(stored));
    }
    List<StoredObject> opened = new ArrayList<>(snapshot.objects());
    List<StoredObject> old = new ArrayList<>();
    for (ListIterator<StoredObject> each = opened.listIterator(); each.hasNext(); ) {
      StoredObject object = each.next();
      if (concerns(object.key())) {
        each.set(opened(object, old));
      }
    }
    outdated = List.copyOf(old);
    return new Snapshot(snapshot.revision(), opened);
  }

  /** Those that are not sealed are not looked at. */
  private StoredList opened(StoredList stored) throws StoreException {
    List<StoredObject> old = new ArrayList<>();
    StoredList shown = stored;
    for (Kind kind : SEALED) {
      int from = stored.begin(kind.group(), kind.resource());
      List<StoredObject> opened = new ArrayList<>();
      for (StoredObject object : stored.range(from, stored.end(kind.group(), kind.resource()))) {
        opened.add(opened(object, old));
      }
      shown = new OpenedObjects(shown, from, opened);
    }
    outdated = List.copyOf(old);
    return shown;
  }

  /** The objects whose values are sealed. */
  private static List<StoredObject> concerned(List<StoredObject> objects) {
    if (!(objects instanceof StoredList stored)) {
      return objects.stream().filter(object -> concerns(object.key())).toList();
    }
    List<StoredObject> found = new ArrayList<>();
    for (Kind kind : SEALED) {
      int from = stored.begin(kind.group(), kind.resource());
      found.addAll(stored.range(from, stored.end(kind.group(), kind.resource())));
    }
    return found;
  }

  /** Opens an object, and notes it if it is to be sealed again. */
  private StoredObject opened(StoredObject object, List<StoredObject> old) throws StoreException {
    StoredObject plain =
        new StoredObject(
            object.key(),
            object.revision(),
            object.uid(),
            open(object.key(), object.uid(), object.value()));
    if (!sealedWithActive(object.value())) {
      old.add(plain);
    }
    return plain;
  }

  /**
   * Seals what the last snapshot found unsealed or sealed with an old key. What was written
   * meanwhile is sealed already.
   *
   * @return how many values were sealed
   */
  public int sealAgain() throws StoreException {
    int count = 0;
    for (StoredObject object : outdated) {
      try {
        var unused =
            write(new Write.Put(object.key(), object.revision(), object.uid(), object.value()));
        count++;
      } catch (StoreException.Conflict e) {
        LOG.debug("{} was written meanwhile", object.key());
      }
    }
    outdated = List.of();
    return count;
  }

  @Override
  public Subscription follow(
      long afterRevision, Consumer<Change> listener, Consumer<StoreException> ended)
      throws StoreException {
    return store.follow(afterRevision, change -> listener.accept(opened(change)), ended);
  }

  @Override
  public Subscription follow(long afterRevision, PromptFollower follower) throws StoreException {
    return store.follow(
        afterRevision,
        new PromptFollower() {
          @Override
          public void changed(Change change) {
            follower.changed(opened(change));
          }

          @Override
          public void settled() {
            follower.settled();
          }

          @Override
          public void ended(StoreException cause) {
            follower.ended(cause);
          }
        });
  }

  @Override
  public long latestRevision() throws StoreException {
    return store.latestRevision();
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  /** Does nothing: the store behind belongs to whoever opened it. */
  @Override
  public void close() {}

  private Change opened(Change change) {
    if (!concerns(change.key()) || !SealedValue.isSealed(change.value())) {
      return change;
    }
    try {
      return new Change(
          change.revision(),
          change.kind(),
          change.key(),
          change.previousRevision(),
          change.uid(),
          open(change.key(), change.uid(), change.value()));
    } catch (StoreException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private byte[] open(StoreKey place, String uid, byte[] value) throws StoreException {
    if (!SealedValue.isSealed(value)) {
      return value;
    }
    byte[] id = SealedValue.keyId(value);
    try {
      return SealedValue.open(key(place, id), place, uid, value);
    } catch (GeneralSecurityException e) {
      throw new StoreException.Unavailable(
          place
              + ": the sealed value is damaged or belongs to another object (key "
              + SealingKey.text(id)
              + " of "
              + file.path()
              + ")",
          e);
    }
  }

  /** The file is read anew for an unknown key: another server may have rotated it. */
  private SealingKey key(StoreKey place, byte[] id) throws StoreException {
    Optional<SealingKey> key = ring.find(id);
    if (key.isEmpty()) {
      try {
        Optional<KeyRing> present = file.read();
        key = present.flatMap(keys -> keys.find(id));
        if (key.isPresent()) {
          ring = present.get();
        }
      } catch (IOException e) {
        throw new StoreException.Unavailable(String.valueOf(e.getMessage()), e);
      }
    }
    return key.orElseThrow(
        () ->
            new StoreException.Unavailable(
                "key file "
                    + file.path()
                    + ": does not hold key "
                    + SealingKey.text(id)
                    + ", with which "
                    + place
                    + " is sealed; put the key file of the server that sealed it there. Nothing"
                    + " was changed"));
  }

  private record Kind(String group, String resource) {}

  private boolean sealedWithActive(byte[] value) {
    return SealedValue.isSealed(value)
        && Arrays.equals(SealedValue.keyId(value), ring.active().id());
  }
}
