/**
 * Secrets in the store are sealed: whoever reads the store learns nothing without the key file.
 * Read {@link io.mkube.apiserver.seal.SealedObjectStore} first.
 */
@NullMarked
package io.mkube.apiserver.seal;

import org.jspecify.annotations.NullMarked;
