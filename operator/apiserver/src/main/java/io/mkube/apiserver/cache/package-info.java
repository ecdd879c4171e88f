/**
 * All objects in memory, in revision order. Read {@link io.mkube.apiserver.cache.WatchCache} first.
 */
@NullMarked
package io.mkube.apiserver.cache;

import org.jspecify.annotations.NullMarked;
