/**
 * Figures of the whole program, printed as ratios. Read {@link io.mkube.benchmarks.Benchmarks}
 * first.
 */
@NullMarked
package io.mkube.benchmarks;

import org.jspecify.annotations.NullMarked;
