package io.mkube.apiserver.openapi;

import io.mkube.apiserver.catalog.GroupVersionKind;

/**
 * How generated clients name the operations of a group and version: {@code
 * listCoreV1NamespacedPod}.
 *
 * @param group the group as one word, such as {@code rbacAuthorization}
 * @param version the version
 */
record OperationNames(String group, String version) {
  static OperationNames of(GroupVersionKind kind) {
    String name = kind.group().isEmpty() ? "core" : kind.group();
    String suffix = ".k8s.io";
    boolean own = name.endsWith(suffix);
    return new OperationNames(
        camelCase(own ? name.substring(0, name.length() - suffix.length()) : name), kind.version());
  }

  /** What groups operations in documentation. */
  String tag() {
    return group + "_" + version;
  }

  String id(String verb, String what) {
    return verb + capital(group) + capital(version) + what;
  }

  static String capital(String word) {
    return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String camelCase(String dotted) {
    StringBuilder word = new StringBuilder();
    boolean starts = false;
    for (int i = 0; i < dotted.length(); i++) {
      char c = dotted.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(starts ? Character.toUpperCase(c) : c);
        starts = false;
      } else {
        starts = true;
      }
    }
    return word.toString();
  }
}
