package io.mkube.controllers.model;

import io.mkube.routeros.DeviceException;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides which calls fail, before or after they took effect. The same seed fails the same way. */
public final class Faults {
  private final Random random;
  private final double share;
  private boolean off;
  private int writes;

  /** Fails a share of all calls. */
  public Faults(long seed, double share) {
    this.random = new Random(seed);
    this.share = share;
  }

  /** From now on nothing fails. */
  public void stop() {
    off = true;
  }

  /** From now on calls fail again. */
  public void resume() {
    off = false;
  }

  /** Number of writes that took effect. */
  public int writes() {
    return writes;
  }

  <R> R read(Supplier<R> call) {
    if (!off && random.nextDouble() < share / 4) {
      throw new DeviceException.Unreachable("read cut");
    }
    return call.get();
  }

  <R extends @Nullable Object> R write(Supplier<R> call) {
    if (!off && random.nextDouble() < share) {
      throw random.nextBoolean()
          ? new DeviceException.Unreachable("write cut before it arrived")
          : new DeviceException.Busy("try later");
    }
    R result = call.get();
    writes++;
    if (!off && random.nextDouble() < share) {
      throw new DeviceException.Unreachable("reply lost");
    }
    return result;
  }

  void write(Runnable call) {
    Supplier<@Nullable Void> supplier =
        () -> {
          call.run();
          return null;
        };
    write(supplier);
  }
}
