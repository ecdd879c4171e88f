/**
 * Kinds that configure a namespace and what runs in it. Read {@link
 * io.mkube.apiserver.builtin.configuration.ConfigurationKinds} first.
 */
@NullMarked
package io.mkube.apiserver.builtin.configuration;

import org.jspecify.annotations.NullMarked;
