/**
 * Certificate authority, server and admin certificates. Read {@link io.mkube.apiserver.pki.Pki}
 * first.
 */
@NullMarked
package io.mkube.apiserver.pki;

import org.jspecify.annotations.NullMarked;
