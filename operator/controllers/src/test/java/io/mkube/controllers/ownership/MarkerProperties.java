package io.mkube.controllers.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MarkerProperties {
  @Property
  void parsesItsOwnText(@ForAll("markers") Marker marker) {
    assertEquals(Optional.of(marker), Marker.parse(marker.text()));
    assertInstanceOf(Owner.Ours.class, Owner.of(marker.text(), marker));
  }

  @Property
  void takesNoDamagedTextForTheMarker(@ForAll("markers") Marker marker, @ForAll int at) {
    String text = marker.text();
    int cut = Math.floorMod(at, text.length());
    String damaged = text.substring(0, cut) + text.substring(cut + 1);

    assertNotEquals(Optional.of(marker), Marker.parse(damaged));
    assertNotEquals(Optional.of(marker), Marker.parse(text + "x"));
  }

  @Property
  void fitsIntoATxtRecordAndIsStillRecognised(
      @ForAll("markers") Marker marker, @ForAll("addresses") String address) {
    String text = new DnsOwner(marker, address).text();

    assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 255);
    DnsOwner read = DnsOwner.parse(text).orElseThrow();
    assertEquals(address, read.address());
    assertEquals(marker.uid(), read.marker().uid());
    assertInstanceOf(Owner.Ours.class, read.seenFrom(marker));
  }

  @Property
  void tellsOwnersApart(@ForAll("markers") Marker mine, @ForAll("markers") Marker other) {
    Owner owner = Owner.of(other.text(), mine);

    if (other.sameObject(mine)) {
      assertTrue(owner.mayTouch());
    } else {
      assertInstanceOf(Owner.OwnedElsewhere.class, owner);
      assertFalse(owner.mayTouch());
    }
  }

  @Example
  void takesOverWhatAFormerObjectOfTheNameHasLeft() {
    Marker mine = new Marker(new ClusterUid("c"), "Pod", "default", "web", "new");

    assertEquals(
        new Owner.AdoptedFromOldUid("old"), Owner.of("mkube/1 c Pod default/web old", mine));
    assertInstanceOf(Owner.OwnedElsewhere.class, Owner.of("mkube/1 d Pod default/web new", mine));
    assertInstanceOf(Owner.OwnedElsewhere.class, Owner.of("mkube/1 c Pod other/web new", mine));
    assertInstanceOf(Owner.Foreign.class, Owner.of("mkube/2 c Pod default/web new", mine));
    assertInstanceOf(Owner.Foreign.class, Owner.of("", mine));
  }

  @Example
  void writesClusterScopedNamesWithoutNamespace() {
    Marker marker = new Marker(new ClusterUid("c"), "Network", "", "gt", "u");

    assertEquals("mkube/1 c Network /gt u", marker.text());
    assertEquals(Optional.of(marker), Marker.parse(marker.text()));
  }

  @Example
  void namesTheTextBesideTheName() {
    assertEquals("_mkube.app.web", DnsOwner.recordName("app.web"));
    assertEquals("_mkube", DnsOwner.recordName("@"));
    assertEquals(Optional.of("app.web"), DnsOwner.ownedName("_mkube.app.web"));
    assertEquals(Optional.of("@"), DnsOwner.ownedName("_mkube"));
    assertEquals(Optional.empty(), DnsOwner.ownedName("_mkubes.web"));
  }

  @Provide
  Arbitrary<Marker> markers() {
    Arbitrary<String> uid = Arbitraries.of("c1", "c2", "6d3f0f4e-3b0b-4d51-9d57-0d3f8b6a7c11");
    Arbitrary<String> name =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("0123456789.-")
            .ofMinLength(1)
            .ofMaxLength(253);
    Arbitrary<String> namespace = Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(63);
    return Combinators.combine(
            uid.map(ClusterUid::new), Arbitraries.of("Pod", "Network"), namespace, name, uid)
        .as(Marker::new);
  }

  @Provide
  Arbitrary<String> addresses() {
    return Arbitraries.of("192.168.200.10", "fd00::1", "2001:db8:1234:5678:9abc:def0:1234:5678");
  }
}
