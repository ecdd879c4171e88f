/** Requests as client-go and others put them on the wire, and the answers to the letter. */
@NullMarked
package io.mkube.conformance.wire;

import org.jspecify.annotations.NullMarked;
