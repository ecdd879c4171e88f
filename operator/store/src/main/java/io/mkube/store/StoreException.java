package io.mkube.store;

/** Why the store did not do what was asked. */
public abstract sealed class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  private StoreException(String message) {
    super(message);
  }

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The key's revision is not the expected one. */
  public static final class Conflict extends StoreException {
    private static final long serialVersionUID = 1;
    private final transient StoreKey key;
    private final long actualRevision;

    public Conflict(StoreKey key, long expectedRevision, long actualRevision) {
      super(key + " has revision " + actualRevision + ", expected " + expectedRevision);
      this.key = key;
      this.actualRevision = actualRevision;
    }

    /** The key. */
    public StoreKey key() {
      return key;
    }

    /** The key's revision, 0 if it does not exist. */
    public long actualRevision() {
      return actualRevision;
    }
  }

  /** The changes that were asked for are no longer held. */
  public static final class Expired extends StoreException {
    private static final long serialVersionUID = 1;
    private final long oldestRevision;

    public Expired(long afterRevision, long oldestRevision) {
      super("changes after " + afterRevision + " are gone, the oldest held is " + oldestRevision);
      this.oldestRevision = oldestRevision;
    }

    /** The smallest {@code afterRevision} that can be followed. */
    public long oldestRevision() {
      return oldestRevision;
    }
  }

  /** The value is larger than the store takes. */
  public static final class TooLarge extends StoreException {
    private static final long serialVersionUID = 1;

    public TooLarge(StoreKey key, long size, long limit, String setting) {
      super(key + ": " + size + " bytes exceed the limit of " + limit + " (" + setting + ")");
    }
  }

  /** The store cannot be reached or does not take writes. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
