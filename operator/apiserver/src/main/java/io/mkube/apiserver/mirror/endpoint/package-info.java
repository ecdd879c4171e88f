/** The pods behind a Service, as its Endpoints and its EndpointSlices. */
@NullMarked
package io.mkube.apiserver.mirror.endpoint;

import org.jspecify.annotations.NullMarked;
