/**
 * Requests whose URL goes on behind the name of an object. Read {@link
 * io.mkube.apiserver.subresource.Subresources} first.
 */
@NullMarked
package io.mkube.apiserver.subresource;

import org.jspecify.annotations.NullMarked;
