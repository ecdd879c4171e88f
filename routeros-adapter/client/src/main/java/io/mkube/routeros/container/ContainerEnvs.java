package io.mkube.routeros.container;

import java.util.List;

/**
 * Menu {@code /container/envs}. Same rules as {@link Containers}. Values may be secret and are
 * never logged.
 */
public interface ContainerEnvs {
  /** All variables of the device. */
  List<ContainerEnv> list();

  /** Adds a variable to a list and returns its id. */
  String add(String list, String key, String value);

  /** Removes a variable. */
  void remove(String id);

  /**
   * A row of {@code /container/envs}.
   *
   * @param id the device's id
   * @param list list name
   * @param key variable name
   * @param value value
   */
  record ContainerEnv(String id, String list, String key, String value) {
    /** Leaves the value out: it may be a secret. */
    @Override
    public String toString() {
      return "ContainerEnv[" + id + " " + list + "/" + key + "]";
    }
  }
}
