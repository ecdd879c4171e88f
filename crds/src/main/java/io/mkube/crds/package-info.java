/**
 * Custom resources of mkube: one package per kind. Read {@link io.mkube.crds.MkubeCrds} for their
 * definitions as YAML.
 */
@NullMarked
package io.mkube.crds;

import org.jspecify.annotations.NullMarked;
