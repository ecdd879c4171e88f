/**
 * Which resources are served, and what clients are told of them. Read {@link
 * io.mkube.apiserver.catalog.ResourceType} first.
 */
@NullMarked
package io.mkube.apiserver.catalog;

import org.jspecify.annotations.NullMarked;
