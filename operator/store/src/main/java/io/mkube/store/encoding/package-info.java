/**
 * How numbers and values are written, whatever the store. Read {@link
 * io.mkube.store.encoding.ValueCompression} first.
 */
@NullMarked
package io.mkube.store.encoding;

import org.jspecify.annotations.NullMarked;
