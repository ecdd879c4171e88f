package io.mkube.apiserver.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@link String} the text of a kubeconfig, and a {@link java.nio.file.Path} or {@link
 * java.io.File} a file with it that exists as long as the server.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Kubeconfig {}
