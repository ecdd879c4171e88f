/**
 * The types of the built-in kinds, as data: fields, their JSON and protobuf forms, how lists merge.
 * Read {@link io.mkube.apiserver.types.BuiltInTypes} first.
 */
@NullMarked
package io.mkube.apiserver.types;

import org.jspecify.annotations.NullMarked;
