/**
 * Controllers of mkube's kinds: one package per kind, each an ordinary client of a Kubernetes API.
 * Read {@link io.mkube.controllers.MkubeControllers} first.
 */
@NullMarked
package io.mkube.controllers;

import org.jspecify.annotations.NullMarked;
