/** The text forms of network addresses. */
@NullMarked
package io.mkube.apiserver.schema.address;

import org.jspecify.annotations.NullMarked;
