/**
 * Revisioned object store: one key space, one revision order. Read {@link
 * io.mkube.store.ObjectStore} first.
 */
@NullMarked
package io.mkube.store;

import org.jspecify.annotations.NullMarked;
