/**
 * Load on servers, driven as cheaply as one thread and raw sockets allow, so that what is measured
 * is the server. Read {@link io.mkube.benchmarks.load.HttpLoad} first.
 */
@NullMarked
package io.mkube.benchmarks.load;

import org.jspecify.annotations.NullMarked;
