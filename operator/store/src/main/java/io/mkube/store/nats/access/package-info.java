/** How a store proves to nats-server who it is, and by what it knows the server. */
@NullMarked
package io.mkube.store.nats.access;

import org.jspecify.annotations.NullMarked;
