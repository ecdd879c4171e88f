/**
 * What a client asks for, parsed once. Read {@link io.mkube.apiserver.request.ApiRequest} first.
 */
@NullMarked
package io.mkube.apiserver.request;

import org.jspecify.annotations.NullMarked;
