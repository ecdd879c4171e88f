package io.mkube.controllers.device;

import io.mkube.routeros.RouterOsDevice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One router of this control plane. All reconcilers share its readings, and every write goes
 * through {@link #device}, which counts it and makes earlier readings stale. Thread-safe.
 */
public final class DeviceNode implements AutoCloseable {
  private final DeviceSettings settings;
  private final GuardedDevice guarded;
  private final SharedRead<DeviceSnapshot> reads;
  private final AtomicLong writeCount = new AtomicLong();

  /**
   * A router.
   *
   * @param settings what is known of it beforehand
   * @param device connection to it; closed with this object
   * @param guard asked before every write
   * @param clock tells the age of readings
   */
  public DeviceNode(
      DeviceSettings settings, RouterOsDevice device, WriteGuard guard, InstantSource clock) {
    this.settings = settings;
    this.reads =
        new SharedRead<>(
            "device " + settings.nodeName(),
            () -> DeviceSnapshot.read(device, clock.instant()),
            clock);
    this.guarded =
        new GuardedDevice(
            device,
            new GuardedDevice.Writes() {
              @Override
              public <R extends @Nullable Object> R run(Supplier<R> write) {
                guard.beforeWrite();
                writeCount.incrementAndGet();
                return reads.write(write);
              }
            });
  }

  public DeviceSettings settings() {
    return settings;
  }

  /** Name of the Node that stands for this router. */
  public String name() {
    return settings.nodeName();
  }

  /** The ports to the device's menus. Lists should come from {@link #snapshot} instead. */
  public RouterOsDevice device() {
    return guarded;
  }

  /**
   * A reading that was begun after the last write that had ended when this was called, and not
   * longer than {@code maxAge} ago. Concurrent callers share one reading.
   *
   * @throws io.mkube.routeros.DeviceException when the device could not be read completely
   */
  public DeviceSnapshot snapshot(Duration maxAge) {
    return reads.get(maxAge);
  }

  /** The last complete reading, however old; empty before the first. */
  public Optional<DeviceSnapshot> latest() {
    return Optional.ofNullable(reads.latest());
  }

  /** Number of write calls so far, successful or not. */
  public long writes() {
    return writeCount.get();
  }

  @Override
  public void close() {
    guarded.close();
  }
}
