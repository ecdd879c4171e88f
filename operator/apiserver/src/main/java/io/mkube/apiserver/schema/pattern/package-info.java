/** Regular expressions of the RE2 dialect, matched with a bounded effort. */
@NullMarked
package io.mkube.apiserver.schema.pattern;

import org.jspecify.annotations.NullMarked;
