package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.causes;
import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.reported;
import static io.mkube.apiserver.builtin.KindSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to drivers and attachments; causes are divided by bars. */
final class StorageRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
attacher: a, nodeName: n, source: {persistentVolumeName: v} ~
'' ~ spec.attacher: Required value | spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName | spec.nodeName: Invalid value: "": SUBDOMAIN | spec.attacher: Invalid value: "": SUBDOMAIN
attacher: A_B C, nodeName: n, source: {persistentVolumeName: v} ~ spec.attacher: Invalid value: "A_B C": SUBDOMAIN
attacher: a, nodeName: n, source: {persistentVolumeName: A_} ~ spec.source.persistentVolumeName: Invalid value: "A_": SUBDOMAIN
attacher: a, nodeName: n, source: {persistentVolumeName: v, inlineVolumeSpec: {}} ~ spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName
attacher: a, nodeName: n, source: {inlineVolumeSpec: {accessModes: [ReadWriteOnce], csi: {driver: d, volumeHandle: h}, volumeMode: Filesystem}} ~
attacher: a, nodeName: n, source: {inlineVolumeSpec: {}} ~ spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes | spec.source.inlineVolumeSpec.accessModes: Required value | spec.source.inlineVolumeSpec: Required value: must specify a volume type
attacher: a, nodeName: n, source: {inlineVolumeSpec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, csi: {driver: d, volumeHandle: h}, persistentVolumeReclaimPolicy: Delete, storageClassName: s, volumeMode: Block}} ~ spec.source.inlineVolumeSpec.capacity: Forbidden: may not be specified in the context of inline volumes | spec.source.inlineVolumeSpec.persistentVolumeReclaimPolicy: Forbidden: may only be Retain in the context of inline volumes | spec.source.inlineVolumeSpec.storageClassName: Forbidden: may not be specified in the context of inline volumes | spec.source.inlineVolumeSpec.volumeMode: Forbidden: may not specify volumeMode other than Filesystem in the context of inline volumes
""")
  void ofAttachments(String fields, @Nullable String causes) {
    String spec = fields.equals("''") ? "" : fields;

    assertEquals(
        causes(causes),
        created(kind("VolumeAttachment"), object("{metadata: {name: a}, spec: {" + spec + "}}")));
  }

  @Test
  void ofWhatBecameOfAnAttachment() {
    var old = object("{metadata: {name: a}}");
    var told = object("{status: {detachError: {message: " + "x".repeat(1025) + "}}}");

    assertEquals(
        List.of("status.detachError.message: Too long: may not be more than 262144 bytes"),
        reported(kind("VolumeAttachment"), old, told));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
{name: '', nodeID: ''} ~ spec.drivers[0].name: Required value | spec.drivers[0].name: Invalid value: "": SUBDOMAIN | spec.drivers[0].nodeID: Required value
{name: A_, nodeID: n, allocatable: {count: -1}} ~ spec.drivers[0].name: Invalid value: "A_": SUBDOMAIN | spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0
{name: a, nodeID: n}, {name: a, nodeID: n, topologyKeys: [z, z]} ~ spec.drivers[1].name: Duplicate value: "a" | spec.drivers[1]: Duplicate value: "z"
{name: a, nodeID: n, topologyKeys: [z, x/y], allocatable: {count: 5}} ~
""")
  void ofDriversOfANode(String drivers, @Nullable String causes) {
    assertEquals(
        causes(causes),
        created(
            kind("CSINode"), object("{metadata: {name: n}, spec: {drivers: [" + drivers + "]}}")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
{name: a, nodeID: m} ~ CSINodeDriver: Invalid value: storage.CSINodeDriver{Name:"a", NodeID:"m", TopologyKeys:[]string(nil), Allocatable:(*storage.VolumeNodeResources)(nil)}: field is immutable
{name: a, nodeID: n, topologyKeys: [y]} ~ CSINodeDriver: Invalid value: storage.CSINodeDriver{Name:"a", NodeID:"n", TopologyKeys:[]string{"y"}, Allocatable:(*storage.VolumeNodeResources)(nil)}: field is immutable
{name: a, nodeID: n, topologyKeys: []}, {name: b, nodeID: n} ~
{name: b, nodeID: m} ~
""")
  void ofChangesOfADriver(String drivers, @Nullable String causes) {
    assertEquals(
        causes(causes),
        updated(
            kind("CSINode"),
            object("{metadata: {name: n}, spec: {drivers: [{name: a, nodeID: n}]}}"),
            object("{metadata: {name: n}, spec: {drivers: [" + drivers + "]}}")));
  }
}
