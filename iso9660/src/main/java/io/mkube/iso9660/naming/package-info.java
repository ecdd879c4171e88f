/**
 * Identifiers as the trees of an image spell them. Read {@link io.mkube.iso9660.naming.Identifiers}
 * first.
 */
@NullMarked
package io.mkube.iso9660.naming;

import org.jspecify.annotations.NullMarked;
