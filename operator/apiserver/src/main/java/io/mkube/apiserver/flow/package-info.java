/** Which flow schema and priority level a request belongs to. */
@NullMarked
package io.mkube.apiserver.flow;

import org.jspecify.annotations.NullMarked;
