/**
 * The resources that are served now. Read {@link io.mkube.apiserver.resource.ServedResource} first.
 */
@NullMarked
package io.mkube.apiserver.resource;

import org.jspecify.annotations.NullMarked;
