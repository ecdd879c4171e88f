/** Containers with their mounts and environment lists (/container). */
@NullMarked
package io.mkube.routeros.container;

import org.jspecify.annotations.NullMarked;
