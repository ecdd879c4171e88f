package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.mkube.apiserver.ApiServer;
import java.io.File;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a field or parameter gets.
 *
 * @param type its type
 * @param kubeconfig whether it is a kubeconfig
 * @param user whose it is
 */
record Injection(Class<?> type, boolean kubeconfig, String user) {
  private static final Set<Class<?>> BY_TYPE =
      Set.of(
          KubernetesClient.class,
          NamespacedKubernetesClient.class,
          Config.class,
          TestApiServer.class,
          ApiServer.class);

  private static final Set<Class<?>> KUBECONFIGS = Set.of(String.class, Path.class, File.class);

  static Injection of(Class<?> type, AnnotatedElement element) {
    As as = element.getAnnotation(As.class);
    return new Injection(
        type,
        element.isAnnotationPresent(Kubeconfig.class),
        as == null ? RunningServer.ADMINISTRATOR : as.value());
  }

  /** Whether this is ours to fill. */
  boolean supported() {
    return kubeconfig ? KUBECONFIGS.contains(type) : BY_TYPE.contains(type);
  }

  /** The value. */
  Object from(TestApiServer api) {
    if (type == TestApiServer.class) {
      return api;
    } else if (type == ApiServer.class) {
      return api.server();
    } else if (type == Config.class) {
      return api.config(user);
    } else if (type == String.class) {
      return api.kubeconfig(user);
    } else if (type == Path.class) {
      return api.kubeconfigFile(user);
    } else if (type == File.class) {
      return api.kubeconfigFile(user).toFile();
    }
    return api.client(user);
  }
}
