/**
 * Sets of paths into objects, as {@code managedFields} carry them. Read {@link
 * io.mkube.apiserver.fieldset.FieldSet} first.
 */
@NullMarked
package io.mkube.apiserver.fieldset;

import org.jspecify.annotations.NullMarked;
