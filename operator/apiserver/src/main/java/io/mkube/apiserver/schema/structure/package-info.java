/** What makes a schema structural, and what its keywords may say, whatever values there are. */
@NullMarked
package io.mkube.apiserver.schema.structure;

import org.jspecify.annotations.NullMarked;
