package io.mkube.controllers.sweep;

import io.mkube.controllers.plan.Action;

/** A step that takes something away. Removing what is gone already is success. */
public sealed interface SweepAction extends Action {
  /**
   * Asks a container to stop; the device kills it after its stop time.
   *
   * @param id the device's id
   * @param name name of the container
   */
  record StopContainer(String id, String name) implements SweepAction {
    @Override
    public String describe() {
      return "stop container " + name;
    }
  }

  /**
   * Removes a stopped container with its root folder.
   *
   * @param id the device's id
   * @param name name of the container
   */
  record RemoveContainer(String id, String name) implements SweepAction {
    @Override
    public String describe() {
      return "remove container " + name;
    }
  }

  /**
   * Removes a mount; the folder behind it stays.
   *
   * @param id the device's id
   * @param list mount list
   * @param destination path in the container
   */
  record RemoveMount(String id, String list, String destination) implements SweepAction {
    @Override
    public String describe() {
      return "remove mount " + destination + " from list " + list;
    }
  }

  /**
   * Removes a variable.
   *
   * @param id the device's id
   * @param list environment list
   * @param key name of the variable
   */
  record RemoveEnv(String id, String list, String key) implements SweepAction {
    @Override
    public String describe() {
      return "remove variable " + key + " from list " + list;
    }
  }

  /**
   * Takes an interface off its bridge.
   *
   * @param id the device's id
   * @param interfaceName interface
   */
  record RemovePort(String id, String interfaceName) implements SweepAction {
    @Override
    public String describe() {
      return "remove bridge port of " + interfaceName;
    }
  }

  /**
   * Removes a veth.
   *
   * @param id the device's id
   * @param name interface name
   */
  record RemoveVeth(String id, String name) implements SweepAction {
    @Override
    public String describe() {
      return "remove veth " + name;
    }
  }

  /**
   * Removes a DNS record.
   *
   * @param endpoint DNS server
   * @param zone zone
   * @param id the server's id of the record
   * @param what record in words
   */
  record RemoveRecord(String endpoint, String zone, String id, String what) implements SweepAction {
    @Override
    public String describe() {
      return "remove DNS record " + what + " from zone " + zone;
    }

    @Override
    public Target target() {
      return Target.DNS;
    }
  }

  /**
   * Removes a folder with all below it.
   *
   * @param path path without leading slash
   */
  record RemoveFolder(String path) implements SweepAction {
    @Override
    public String describe() {
      return "remove folder " + path;
    }
  }

  /**
   * Gives a pod's addresses back.
   *
   * @param network network
   * @param uid uid of the pod
   */
  record ReleaseAddresses(String network, String uid) implements SweepAction {
    @Override
    public String describe() {
      return "release the addresses of pod " + uid + " in network " + network;
    }
  }
}
