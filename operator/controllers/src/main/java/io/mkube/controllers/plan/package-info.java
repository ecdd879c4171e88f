/**
 * What every reconciler shares: an ordered plan of small actions, how it is run, and how it may
 * end. Read {@link io.mkube.controllers.plan.Plan} first.
 */
@NullMarked
package io.mkube.controllers.plan;

import org.jspecify.annotations.NullMarked;
