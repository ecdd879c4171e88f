/**
 * The recent changes of a store, held in memory and delivered to followers. Read {@link
 * io.mkube.store.window.ChangeWindow} first.
 */
@NullMarked
package io.mkube.store.window;

import org.jspecify.annotations.NullMarked;
