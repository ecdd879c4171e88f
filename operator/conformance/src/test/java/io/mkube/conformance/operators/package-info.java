/** An operator of the Java Operator SDK with its default configuration against the server. */
@NullMarked
package io.mkube.conformance.operators;

import org.jspecify.annotations.NullMarked;
