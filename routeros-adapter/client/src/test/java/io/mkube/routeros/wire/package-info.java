/** Requests and answers kept as files. Read {@link io.mkube.routeros.wire.WireExchange} first. */
@NullMarked
package io.mkube.routeros.wire;

import org.jspecify.annotations.NullMarked;
