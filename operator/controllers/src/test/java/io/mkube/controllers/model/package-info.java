/** A router and a DNS server in memory, for properties that need thousands of runs. */
@NullMarked
package io.mkube.controllers.model;

import org.jspecify.annotations.NullMarked;
