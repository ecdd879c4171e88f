package io.mkube.routeros.simulator.container;

import java.util.OptionalInt;

/** What became of reading an image. */
sealed interface Image {
  /**
   * A usable image.
   *
   * @param tag resolved reference
   * @param id digest of its configuration
   * @param architecture architecture in the device's words, empty if the image does not say
   * @param bytes bytes to unpack
   * @param exitCode exit code of its process, empty if it runs until it is stopped
   */
  record Good(String tag, String id, String architecture, long bytes, OptionalInt exitCode)
      implements Image {}

  /**
   * An image that cannot be used.
   *
   * @param reason the device's words for its log
   */
  record Bad(String reason) implements Image {}
}
