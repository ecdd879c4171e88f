package io.mkube.store.contract;

import io.mkube.store.ObjectStore;
import io.mkube.store.window.WindowLimits;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link ObjectStore} promises. A store's own test extends this class and says how one
 * is opened.
 */
public abstract class ObjectStoreContract {
  protected static final int MAX_VALUE_BYTES = 2 << 20;

  /** Opens an empty store. */
  protected abstract ObjectStore open(WindowLimits limits, int maxValueBytes) throws Exception;

  @Nested
  class Writing extends WritingContract {
    Writing() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class WritingConcurrently extends WritingConcurrentlyContract {
    WritingConcurrently() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class WritingTogether extends WritingTogetherContract {
    WritingTogether() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class TakingSnapshots extends TakingSnapshotsContract {
    TakingSnapshots() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class Following extends FollowingContract {
    Following() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class FollowingPromptly extends PromptFollowingContract {
    FollowingPromptly() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class HoldingHistory extends HoldingHistoryContract {
    HoldingHistory() {
      super(ObjectStoreContract.this::open);
    }
  }

  @Nested
  class Closing extends ClosingContract {
    Closing() {
      super(ObjectStoreContract.this::open);
    }
  }
}
