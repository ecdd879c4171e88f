/**
 * Who owns which fields of an object: {@code metadata.managedFields} and server-side apply. Read
 * {@link io.mkube.apiserver.ownership.FieldOwnership} first.
 */
@NullMarked
package io.mkube.apiserver.ownership;

import org.jspecify.annotations.NullMarked;
