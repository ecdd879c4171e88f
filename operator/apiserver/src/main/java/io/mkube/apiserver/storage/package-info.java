/**
 * Objects between memory and the store. Read {@link io.mkube.apiserver.storage.ObjectStorage}
 * first.
 */
@NullMarked
package io.mkube.apiserver.storage;

import org.jspecify.annotations.NullMarked;
