package io.mkube.apiserver.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A user with a bearer token who may do what RBAC objects allow, which at first is nothing. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface ApiUser {
  /** Name of the user. */
  String name();

  /** Groups of the user. Members of {@code system:masters} may do everything. */
  String[] groups() default {};
}
