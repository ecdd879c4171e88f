/** The reconcilers: one package per kind. */
@NullMarked
package io.mkube.controllers;

import org.jspecify.annotations.NullMarked;
