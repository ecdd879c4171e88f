/** Regular expressions of the RE2 dialect, as schemas have them. */
@NullMarked
package io.mkube.apiserver.schema.pattern;

import org.jspecify.annotations.NullMarked;
