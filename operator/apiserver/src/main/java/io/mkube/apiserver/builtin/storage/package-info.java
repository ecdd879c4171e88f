/** Volumes and claims. Read {@link io.mkube.apiserver.builtin.storage.StorageKinds} first. */
@NullMarked
package io.mkube.apiserver.builtin.storage;

import org.jspecify.annotations.NullMarked;
