/** Virtual Ethernet interfaces and bridges (/interface). */
@NullMarked
package io.mkube.routeros.network;

import org.jspecify.annotations.NullMarked;
