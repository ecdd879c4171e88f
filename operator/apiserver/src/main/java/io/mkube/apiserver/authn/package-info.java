/** Who is asking. Read {@link io.mkube.apiserver.authn.Authenticator} first. */
@NullMarked
package io.mkube.apiserver.authn;

import org.jspecify.annotations.NullMarked;
