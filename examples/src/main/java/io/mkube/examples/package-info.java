/**
 * Programs that embed parts of mkube. Read {@link io.mkube.examples.EmbeddedPodReconciler} first.
 */
@NullMarked
package io.mkube.examples;

import org.jspecify.annotations.NullMarked;
