/** How soon a test has a server. */
@NullMarked
package io.mkube.benchmarks.junit;

import org.jspecify.annotations.NullMarked;
