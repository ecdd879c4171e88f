/**
 * HTTP/1.1 whose connections can be cut like a device cuts them. Read {@link
 * io.mkube.routeros.simulator.http.HttpListener} first.
 */
@NullMarked
package io.mkube.routeros.simulator.http;

import org.jspecify.annotations.NullMarked;
