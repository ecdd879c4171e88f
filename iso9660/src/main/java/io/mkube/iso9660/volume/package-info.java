/**
 * Volume descriptors: what an image says of itself. Read {@link io.mkube.iso9660.volume.VolumeSet}
 * first.
 */
@NullMarked
package io.mkube.iso9660.volume;

import org.jspecify.annotations.NullMarked;
