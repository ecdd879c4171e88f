/**
 * Brings the definitions of mkube's kinds to an API server. Read {@link
 * io.mkube.controllers.definition.Definitions} first.
 */
@NullMarked
package io.mkube.controllers.definition;

import org.jspecify.annotations.NullMarked;
