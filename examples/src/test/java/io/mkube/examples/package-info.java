/** Applies the examples as a reader of the README would. */
@NullMarked
package io.mkube.examples;

import org.jspecify.annotations.NullMarked;
