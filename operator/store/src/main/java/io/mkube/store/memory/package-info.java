/**
 * The store in memory: the reference for what the port means, and the store of tests. Read {@link
 * io.mkube.store.memory.MemoryObjectStore}.
 */
@NullMarked
package io.mkube.store.memory;

import org.jspecify.annotations.NullMarked;
