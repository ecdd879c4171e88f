/**
 * ISO 9660 images: reading, listing, checking and patching. Read {@link io.mkube.iso9660.IsoImage}
 * first.
 */
@NullMarked
package io.mkube.iso9660;

import org.jspecify.annotations.NullMarked;
