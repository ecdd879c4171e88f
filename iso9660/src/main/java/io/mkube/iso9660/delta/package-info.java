/**
 * What makes one image of another: ranges of bytes. Read {@link io.mkube.iso9660.delta.IsoDelta}
 * first.
 */
@NullMarked
package io.mkube.iso9660.delta;

import org.jspecify.annotations.NullMarked;
