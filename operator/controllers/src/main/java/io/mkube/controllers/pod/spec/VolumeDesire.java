package io.mkube.controllers.pod.spec;

import java.util.Map;

/**
 * A folder of a pod.
 *
 * @param name name of the volume
 * @param path path on the device, without leading slash
 * @param version identity and version of the object behind it, empty for a folder that the pod
 *     fills itself; stands for the contents where those must not be told
 * @param files content by path below the folder; empty for a folder that the pod fills itself
 */
public record VolumeDesire(String name, String path, String version, Map<String, String> files) {
  public VolumeDesire {
    files = Map.copyOf(files);
  }

  /** Leaves the contents out: they may be secrets. */
  @Override
  public String toString() {
    return "VolumeDesire[" + name + " at " + path + ", files " + files.keySet() + "]";
  }
}
