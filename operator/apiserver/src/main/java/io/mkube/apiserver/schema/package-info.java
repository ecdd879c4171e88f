/**
 * Object schemas: what fields an object may have, their defaults and checks. Read {@link
 * io.mkube.apiserver.schema.ObjectSchema} first.
 */
@NullMarked
package io.mkube.apiserver.schema;

import org.jspecify.annotations.NullMarked;
