/**
 * What the clients of RouterOS and microdns share: connections, turns, deadlines, trust. Read
 * {@link io.mkube.routeros.http.HttpLink} first.
 */
@NullMarked
package io.mkube.routeros.http;

import org.jspecify.annotations.NullMarked;
