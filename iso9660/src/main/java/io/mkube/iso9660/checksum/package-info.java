/** Checksums that an image holds of itself. */
@NullMarked
package io.mkube.iso9660.checksum;

import org.jspecify.annotations.NullMarked;
