/**
 * Address records that the control plane owns in a zone. Read {@link
 * io.mkube.controllers.record.RecordPlanner} first.
 */
@NullMarked
package io.mkube.controllers.record;

import org.jspecify.annotations.NullMarked;
