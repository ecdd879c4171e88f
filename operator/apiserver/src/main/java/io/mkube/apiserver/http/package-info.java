/**
 * The server's sockets; the only package that knows Jetty. Read {@link
 * io.mkube.apiserver.http.Exchange} first.
 */
@NullMarked
package io.mkube.apiserver.http;

import org.jspecify.annotations.NullMarked;
