/**
 * What a Pod asks of a device, as values. Read {@link io.mkube.controllers.pod.spec.PodDesire}
 * first.
 */
@NullMarked
package io.mkube.controllers.pod.spec;

import org.jspecify.annotations.NullMarked;
