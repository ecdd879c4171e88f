/**
 * A Kubernetes API server for JUnit tests. Read {@link io.mkube.apiserver.junit.MkubeApiServer}
 * first.
 */
@NullMarked
package io.mkube.apiserver.junit;

import org.jspecify.annotations.NullMarked;
