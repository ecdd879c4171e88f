package io.mkube.images;

/** Why an image cannot be had. The message names the image and the cause. */
public abstract sealed class ImageException extends Exception {
  private static final long serialVersionUID = 1;

  private ImageException(String message) {
    super(message);
  }

  /** The reference is not well-formed; trying again does not help. */
  public static final class InvalidReference extends ImageException {
    private static final long serialVersionUID = 1;

    public InvalidReference(String reference, String why) {
      super("invalid image reference \"" + reference + "\": " + why);
    }
  }

  /** The image is not there, or its source cannot be reached now; trying again may help. */
  public static final class Unavailable extends ImageException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }
  }
}
