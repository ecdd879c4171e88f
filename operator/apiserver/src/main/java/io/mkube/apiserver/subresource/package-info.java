/** Subresources. */
@NullMarked
package io.mkube.apiserver.subresource;

import org.jspecify.annotations.NullMarked;
