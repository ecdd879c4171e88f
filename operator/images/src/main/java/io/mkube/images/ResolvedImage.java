package io.mkube.images;

/** Where the device takes an image from. */
public sealed interface ResolvedImage {
  /**
   * The device pulls the image itself.
   *
   * @param reference full reference, with registry host and tag or digest
   */
  record Remote(ImageReference reference) implements ResolvedImage {}

  /**
   * A docker-save archive that lies on the device.
   *
   * @param path path in the device's file tree, without leading slash
   */
  record DeviceFile(String path) implements ResolvedImage {
    public DeviceFile {
      if (path.isEmpty() || path.startsWith("/")) {
        throw new IllegalArgumentException("a device path has no leading slash: '" + path + "'");
      }
    }
  }
}
