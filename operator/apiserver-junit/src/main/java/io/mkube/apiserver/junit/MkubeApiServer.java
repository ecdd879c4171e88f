package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a running Kubernetes API server inside the JVM: nothing is downloaded or installed,
 * and nothing is left behind.
 *
 * <p>On a class, all its fields and parameters of the following types are filled, also those of its
 * superclasses and nested classes; fields that have a value already are left alone. On a field or
 * parameter, it says so for this one only.
 *
 * <ul>
 *   <li>{@link io.fabric8.kubernetes.client.KubernetesClient} and {@link
 *       io.fabric8.kubernetes.client.NamespacedKubernetesClient}: a client of the administrator,
 *       closed with the server
 *   <li>{@link io.fabric8.kubernetes.client.Config}: its configuration, for clients of your own
 *   <li>{@link TestApiServer}: addresses, kubeconfigs and clients of all users
 *   <li>{@link io.mkube.apiserver.ApiServer}: the server itself
 *   <li>{@link String}, {@link java.nio.file.Path} or {@link java.io.File} with {@link Kubeconfig}:
 *       a kubeconfig
 * </ul>
 *
 * <p>With {@link As} the client or kubeconfig is that of another user. Works with JUnit 5.8 and
 * later and with JUnit 6, also when tests run in parallel.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@ExtendWith(MkubeApiServerExtension.class)
public @interface MkubeApiServer {
  /**
   * Whether Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs and Pods become ready as if
   * there were controllers and machines to run them.
   */
  boolean mirrorWorkloads() default false;

  /**
   * Class-path locations of YAML or JSON files with objects that exist when the first test begins,
   * in this order. CustomResourceDefinitions among them are established by then.
   */
  String[] crds() default {};

  /**
   * Custom resource types whose definitions exist when the first test begins, read from where
   * fabric8's generator writes them: {@code META-INF/fabric8/PLURAL.GROUP-v1.yml}.
   */
  Class<? extends HasMetadata>[] customResources() default {};

  /** How long the server lives. */
  ServerLife life() default ServerLife.PER_CLASS;

  /**
   * Whether each test works in a namespace of its own, which is made before it and deleted after it
   * and is what clients and kubeconfigs use when none is named. Otherwise that is {@code default}.
   */
  boolean freshNamespace() default false;

  /** Users beside the administrator. */
  ApiUser[] users() default {};
}
