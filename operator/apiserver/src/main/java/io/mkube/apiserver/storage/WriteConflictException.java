package io.mkube.apiserver.storage;

import io.mkube.store.StoreKey;

/** Another writer was faster; reading again shows what it did. */
public final class WriteConflictException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient StoreKey key;

  WriteConflictException(StoreKey key, Throwable cause) {
    super(key + " was changed meanwhile", cause);
    this.key = key;
  }

  /** The object that was changed. */
  public StoreKey key() {
    return key;
  }
}
