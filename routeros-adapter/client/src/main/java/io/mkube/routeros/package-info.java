/**
 * A RouterOS 7 device and the ports to its menus. Read {@link io.mkube.routeros.RouterOsDevice}
 * first.
 */
@NullMarked
package io.mkube.routeros;

import org.jspecify.annotations.NullMarked;
