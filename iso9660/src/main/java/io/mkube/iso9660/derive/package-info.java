/** Images made of others. */
@NullMarked
package io.mkube.iso9660.derive;

import org.jspecify.annotations.NullMarked;
