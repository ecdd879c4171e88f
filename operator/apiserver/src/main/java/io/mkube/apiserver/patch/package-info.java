/**
 * The patch types of the API other than server-side apply. Read {@link
 * io.mkube.apiserver.patch.JsonPatches} first.
 */
@NullMarked
package io.mkube.apiserver.patch;

import org.jspecify.annotations.NullMarked;
