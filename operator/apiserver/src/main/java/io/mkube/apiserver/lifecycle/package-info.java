/**
 * What happens to objects without a request: garbage collection, namespaces, event expiry. Read
 * {@link io.mkube.apiserver.lifecycle.GarbageCollector} first.
 */
@NullMarked
package io.mkube.apiserver.lifecycle;

import org.jspecify.annotations.NullMarked;
