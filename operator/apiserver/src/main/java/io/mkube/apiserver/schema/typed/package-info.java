/** How JSON is read into the Go structs of built-in types and written from them. */
@NullMarked
package io.mkube.apiserver.schema.typed;

import org.jspecify.annotations.NullMarked;
