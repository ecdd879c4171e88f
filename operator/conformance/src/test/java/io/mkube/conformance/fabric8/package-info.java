/** The fabric8 client, as its users call it, against the server. */
@NullMarked
package io.mkube.conformance.fabric8;

import org.jspecify.annotations.NullMarked;
