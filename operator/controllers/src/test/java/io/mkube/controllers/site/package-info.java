/** A whole site in one process, for tests: API server, router, DNS server, controllers. */
@NullMarked
package io.mkube.controllers.site;

import org.jspecify.annotations.NullMarked;
