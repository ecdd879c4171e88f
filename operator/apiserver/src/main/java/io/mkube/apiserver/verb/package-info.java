/** What each verb does. Read {@link io.mkube.apiserver.verb.WriteVerbs} first. */
@NullMarked
package io.mkube.apiserver.verb;

import org.jspecify.annotations.NullMarked;
