package io.mkube.apiserver.junit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a server is started with. Equal options can share one.
 *
 * @param mirrorWorkloads whether workloads become ready by themselves
 * @param files class-path locations of the first objects
 * @param life how long the server lives
 * @param freshNamespace whether each test has a namespace of its own
 * @param users users beside the administrator
 */
record ServerOptions(
    boolean mirrorWorkloads,
    List<String> files,
    ServerLife life,
    boolean freshNamespace,
    List<TokenUser> users) {
  /**
   * A user with a token.
   *
   * @param name name
   * @param groups groups
   */
  record TokenUser(String name, List<String> groups) {
    TokenUser {
      groups = List.copyOf(groups);
    }
  }

  ServerOptions {
    files = List.copyOf(files);
    users = List.copyOf(users);
  }

  static ServerOptions of(MkubeApiServer annotation) {
    List<String> files = new ArrayList<>(List.of(annotation.crds()));
    for (Class<? extends HasMetadata> type : annotation.customResources()) {
      files.add("META-INF/fabric8/" + HasMetadata.getFullResourceName(type) + "-v1.yml");
    }
    List<TokenUser> users =
        Arrays.stream(annotation.users())
            .map(user -> new TokenUser(user.name(), List.of(user.groups())))
            .toList();
    return new ServerOptions(
        annotation.mirrorWorkloads(), files, annotation.life(), annotation.freshNamespace(), users);
  }
}
