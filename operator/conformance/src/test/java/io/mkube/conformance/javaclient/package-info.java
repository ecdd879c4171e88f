/** The official Java client against a running server. */
@NullMarked
package io.mkube.conformance.javaclient;

import org.jspecify.annotations.NullMarked;
