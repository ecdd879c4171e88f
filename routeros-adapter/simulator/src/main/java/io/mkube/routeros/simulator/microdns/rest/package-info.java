/** REST of microdns. Read {@link io.mkube.routeros.simulator.microdns.rest.MicroDnsRest} first. */
@NullMarked
package io.mkube.routeros.simulator.microdns.rest;

import org.jspecify.annotations.NullMarked;
