/**
 * Media types of bodies and answers. Read {@link io.mkube.apiserver.negotiation.AcceptedMedia}
 * first.
 */
@NullMarked
package io.mkube.apiserver.negotiation;

import org.jspecify.annotations.NullMarked;
