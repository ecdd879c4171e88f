/**
 * Conditions and events: how reconcilers report. Read {@link
 * io.mkube.controllers.status.ConditionWriter} first.
 */
@NullMarked
package io.mkube.controllers.status;

import org.jspecify.annotations.NullMarked;
