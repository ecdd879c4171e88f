/** ISO images beside the programs that people use for them. */
@NullMarked
package io.mkube.benchmarks.images;

import org.jspecify.annotations.NullMarked;
