package io.mkube.apiserver.storage;

import io.mkube.store.StoreKey;

/** Another writer was faster; reading again shows what it did. */
public final class WriteConflictException extends Exception {
  private static final long serialVersionUID = 1;

  WriteConflictException(StoreKey key, Throwable cause) {
    super(key + " was changed meanwhile", cause);
  }
}
