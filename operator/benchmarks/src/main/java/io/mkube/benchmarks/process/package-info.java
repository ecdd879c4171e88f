/** Programs that are measured, each in its own process. */
@NullMarked
package io.mkube.benchmarks.process;

import org.jspecify.annotations.NullMarked;
