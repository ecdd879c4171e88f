/**
 * The vocabulary of status conditions: the only spelling of types and reasons. Read {@link
 * io.mkube.crds.status.ConditionTypes} first.
 */
@NullMarked
package io.mkube.crds.status;

import org.jspecify.annotations.NullMarked;
