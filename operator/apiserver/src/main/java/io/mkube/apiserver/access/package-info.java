/**
 * Who may do what, and questions about it. Read {@link io.mkube.apiserver.access.AccessReviews}
 * first.
 */
@NullMarked
package io.mkube.apiserver.access;

import org.jspecify.annotations.NullMarked;
