package io.mkube.apiserver.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The client, configuration or kubeconfig is that of a user instead of the administrator's. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface As {
  /** Name of one of {@link MkubeApiServer#users}. */
  String value();
}
