package io.mkube.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;

/**
 * A change of another object that is stored with the one that it is about, or not at all.
 *
 * @param current what is changed
 * @param object its new state
 */
public record Companion(CachedObject current, ObjectNode object) {}
