/**
 * Tokens of service accounts: issued, checked against the objects they are bound to, and described
 * for others who check them. Read {@link io.mkube.apiserver.serviceaccount.ServiceAccountTokens}
 * first.
 */
@NullMarked
package io.mkube.apiserver.serviceaccount;

import org.jspecify.annotations.NullMarked;
