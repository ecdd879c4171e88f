/**
 * The configuration file of {@code mkube run}. Read {@link io.mkube.app.config.RunConfig} first.
 */
@NullMarked
package io.mkube.app.config;

import org.jspecify.annotations.NullMarked;
