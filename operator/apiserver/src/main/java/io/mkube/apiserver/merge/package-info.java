/**
 * Which parts of an object are owned, compared and merged apart. Read {@link
 * io.mkube.apiserver.merge.MergeType} first.
 */
@NullMarked
package io.mkube.apiserver.merge;

import org.jspecify.annotations.NullMarked;
