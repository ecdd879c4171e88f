/** The Kubernetes API over an object store. Read {@link io.mkube.apiserver.ApiServer} first. */
@NullMarked
package io.mkube.apiserver;

import org.jspecify.annotations.NullMarked;
