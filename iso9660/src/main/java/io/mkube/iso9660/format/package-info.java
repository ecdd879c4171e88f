/**
 * Bytes of an image and what can be wrong with them. Read {@link
 * io.mkube.iso9660.format.ImageSource} first.
 */
@NullMarked
package io.mkube.iso9660.format;

import org.jspecify.annotations.NullMarked;
