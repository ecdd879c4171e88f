/** The real Helm against a running server. */
@NullMarked
package io.mkube.conformance.helm;

import org.jspecify.annotations.NullMarked;
