/**
 * How much a namespace may hold: limit ranges and resource quotas. Read {@link
 * io.mkube.apiserver.limits.Quotas} first.
 */
@NullMarked
package io.mkube.apiserver.limits;

import org.jspecify.annotations.NullMarked;
