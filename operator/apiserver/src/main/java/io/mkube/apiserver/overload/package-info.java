/**
 * How much the server does at once and for how long. Read {@link
 * io.mkube.apiserver.overload.RunningRequests} first.
 */
@NullMarked
package io.mkube.apiserver.overload;

import org.jspecify.annotations.NullMarked;
