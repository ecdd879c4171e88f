/** Running watches. Read {@link io.mkube.apiserver.watch.WatchSession} first. */
@NullMarked
package io.mkube.apiserver.watch;

import org.jspecify.annotations.NullMarked;
