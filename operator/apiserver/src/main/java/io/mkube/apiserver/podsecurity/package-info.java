/**
 * The Pod Security Standards, as the labels of namespaces ask for them. Read {@link
 * io.mkube.apiserver.podsecurity.PodSecurity} first.
 */
@NullMarked
package io.mkube.apiserver.podsecurity;

import org.jspecify.annotations.NullMarked;
