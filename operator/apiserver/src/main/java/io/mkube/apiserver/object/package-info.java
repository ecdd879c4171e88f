/**
 * JSON objects in memory: reading, writing and their metadata. Read {@link
 * io.mkube.apiserver.object.ObjectMetadata} first.
 */
@NullMarked
package io.mkube.apiserver.object;

import org.jspecify.annotations.NullMarked;
