package io.mkube.images;

/**
 * Decides how the device gets an image. Implementations may copy or convert the image first; they
 * are idempotent and thread-safe.
 */
public interface Images {
  /**
   * Resolves a reference as written in a Pod.
   *
   * @throws ImageException if the reference is malformed or the image cannot be had; the exception
   *     says whether trying again helps
   */
  ResolvedImage resolve(ImageReference reference) throws ImageException;
}
