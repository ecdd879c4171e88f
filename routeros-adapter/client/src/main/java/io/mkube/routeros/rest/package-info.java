/**
 * RouterOS over its REST interface. Read {@link io.mkube.routeros.rest.RouterOs} first.
 *
 * <p>REST is a wrapper of the console: every request becomes one console command and every failure
 * is a console text. Sources: the manufacturer's manual pages "REST API", "Container" and "File",
 * the argument lists that the releases 7.9 to 7.24 publish about themselves, and what was seen on
 * devices. What is only inferred is marked so.
 */
@NullMarked
package io.mkube.routeros.rest;

import org.jspecify.annotations.NullMarked;
