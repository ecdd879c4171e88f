package io.mkube.routeros.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One test per rename: the last release with the old name, and the first with the new one. */
class PropertyTest {
  @Test
  void containersHaveASettableNameSince719() {
    moves(Property.CONTAINER_NAME, "7.18.2", "", "7.19", "name");
  }

  @Test
  void environmentListsAreManySince720() {
    moves(Property.CONTAINER_ENV_LISTS, "7.19.6", "envlist", "7.20", "envlists");
    stays(Property.CONTAINER_ENV_LISTS, "7.9", "envlist", "7.24", "envlists");
  }

  @Test
  void mountsBecameMountListsIn721() {
    moves(Property.CONTAINER_MOUNT_LISTS, "7.20.8", "mounts", "7.21", "mountlists");
    stays(Property.CONTAINER_MOUNT_LISTS, "7.9", "mounts", "7.24", "mountlists");
  }

  @Test
  void stopTimeCameIn721() {
    moves(Property.CONTAINER_STOP_TIME, "7.20.8", "", "7.21", "stop-time");
  }

  @Test
  void certificatesOfRegistriesAreCheckedSince720() {
    moves(Property.CONTAINER_CHECK_CERTIFICATE, "7.19.6", "", "7.20", "check-certificate");
  }

  @Test
  void variablesNameTheirListSince720() {
    moves(Property.ENV_LIST, "7.19.6", "name", "7.20", "list");
    stays(Property.ENV_LIST, "7.9", "name", "7.24", "list");
  }

  @Test
  void mountsNameTheirListSince721() {
    moves(Property.MOUNT_LIST, "7.20.8", "name", "7.21", "list");
    stays(Property.MOUNT_LIST, "7.9", "name", "7.24", "list");
  }

  @Test
  void readOnlyMountsCameIn720AndWentIn723() {
    moves(Property.MOUNT_READ_ONLY, "7.19.6", "", "7.20", "read-only");
    moves(Property.MOUNT_READ_ONLY, "7.22.3", "read-only", "7.23", "");
  }

  @Test
  void mountsHaveAModeSince723() {
    moves(Property.MOUNT_MODE, "7.22.3", "", "7.23", "mode");
  }

  @Test
  void vethsHaveAnIpv6GatewaySince711() {
    moves(Property.VETH_GATEWAY6, "7.10.2", "", "7.11", "gateway6");
  }

  @Test
  void foldersCanBeMadeSince715() {
    moves(Property.FILE_TYPE, "7.14.3", "", "7.15", "type");
  }

  private static void moves(Property property, String last, String old, String first, String now) {
    assertEquals(old, name(property, last), last);
    assertEquals(now, name(property, first), first);
    assertEquals(now, name(property, first + "beta2"), first + "beta2");
  }

  private static void stays(
      Property property, String oldest, String old, String newest, String now) {
    assertEquals(old, name(property, oldest), oldest);
    assertEquals(now, name(property, newest), newest);
  }

  private static String name(Property property, String release) {
    Optional<String> name = property.in(Release.parse(release + " (stable)").orElseThrow());
    return name.orElse("");
  }
}
