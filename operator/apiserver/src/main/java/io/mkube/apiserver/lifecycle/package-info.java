/** What happens to objects without a request: garbage collection, namespaces, event expiry. */
@NullMarked
package io.mkube.apiserver.lifecycle;

import org.jspecify.annotations.NullMarked;
