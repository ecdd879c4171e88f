/**
 * Callers who come at the same time are served together. Read {@link
 * io.mkube.store.gathering.Gathering} first.
 */
@NullMarked
package io.mkube.store.gathering;

import org.jspecify.annotations.NullMarked;
