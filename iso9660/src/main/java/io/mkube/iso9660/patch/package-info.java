/**
 * Changing an image: every operation is carried out in all trees of a draft. Read {@link
 * io.mkube.iso9660.patch.PatchSession} first.
 */
@NullMarked
package io.mkube.iso9660.patch;

import org.jspecify.annotations.NullMarked;
