/** Images on a machine: a real firmware, a real boot loader, a real kernel. */
@NullMarked
package io.mkube.iso9660.machine;

import org.jspecify.annotations.NullMarked;
