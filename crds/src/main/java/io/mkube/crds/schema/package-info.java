/** Text formats that more than one kind uses. Read {@link io.mkube.crds.schema.Formats} first. */
@NullMarked
package io.mkube.crds.schema;

import org.jspecify.annotations.NullMarked;
