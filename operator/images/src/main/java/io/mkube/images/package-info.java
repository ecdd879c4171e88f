/**
 * Container images: references, and how the device gets an image. Read {@link
 * io.mkube.images.Images} first.
 */
@NullMarked
package io.mkube.images;

import org.jspecify.annotations.NullMarked;
