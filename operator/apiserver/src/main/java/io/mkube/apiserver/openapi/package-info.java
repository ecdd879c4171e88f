/** OpenAPI documents of what is served. Read {@link io.mkube.apiserver.openapi.OpenApiV3} first. */
@NullMarked
package io.mkube.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
