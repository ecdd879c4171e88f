package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to the volumes of pods; causes are divided by bars. */
final class PodVolumeRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
volumes: [{name: v, hostPath: {path: '/a/../b'}}] ~ spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'
volumes: [{name: v, hostPath: {path: ''}}] ~ spec.volumes[0].hostPath.path: Required value
volumes: [{name: v, hostPath: {path: '/a', type: X}}] ~ spec.volumes[0].hostPath.type: Unsupported value: "X": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
volumes: [{name: v, emptyDir: {sizeLimit: '-1'}}] ~ spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity
volumes: [{name: v, emptyDir: {}, hostPath: {path: '/x'}}] ~ spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type
volumes: [{name: v, gcePersistentDisk: {pdName: ''}}] ~ spec.volumes[0].persistentDisk.pdName: Required value
volumes: [{name: v, gcePersistentDisk: {pdName: a, partition: 256}}] ~ spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive
volumes: [{name: v, awsElasticBlockStore: {volumeID: ''}}] ~ spec.volumes[0].awsElasticBlockStore.volumeID: Required value
volumes: [{name: v, azureDisk: {diskName: '', diskURI: '', cachingMode: x, kind: y}}] ~ spec.volumes[0].azureDisk.diskName: Required value | spec.volumes[0].azureDisk.diskURI: Required value | spec.volumes[0].azureDisk.cachingMode: Unsupported value: "x": supported values: "None", "ReadOnly", "ReadWrite" | spec.volumes[0].azureDisk.kind: Unsupported value: "y": supported values: "Dedicated", "Managed", "Shared" | spec.volumes[0].azureDisk.diskURI: Unsupported value: "": supported values: "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
volumes: [{name: v, azureDisk: {diskName: a, diskURI: 'https://x', kind: Managed}}] ~ spec.volumes[0].azureDisk.diskURI: Unsupported value: "https://x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
volumes: [{name: v, secret: {secretName: '', defaultMode: 512}}] ~ spec.volumes[0].secret.secretName: Required value | spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
volumes: [{name: v, secret: {}}] ~ spec.volumes[0].secret.secretName: Required value
volumes: [{name: v, secret: {secretName: s, defaultMode: 512}}] ~ spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
volumes: [{name: v, secret: {secretName: s, items: [{key: '', path: ''}]}}] ~ spec.volumes[0].secret.items[0].key: Required value | spec.volumes[0].secret.items[0].path: Required value
volumes: [{name: v, secret: {secretName: s, items: [{key: k, path: '/a', mode: -1}]}}] ~ spec.volumes[0].secret.items[0].path: Invalid value: "/a": must be a relative path | spec.volumes[0].secret.items[0].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive
volumes: [{name: v, secret: {secretName: s, items: [{key: k, path: '../a'}]}}] ~ spec.volumes[0].secret.items[0].path: Invalid value: "../a": must not contain '..'
volumes: [{name: v, secret: {secretName: s, items: [{key: k, path: '..a'}]}}] ~ spec.volumes[0].secret.items[0].path: Invalid value: "..a": must not start with '..'
volumes: [{name: v, configMap: {}}] ~ spec.volumes[0].configMap.name: Required value
volumes: [{name: v, nfs: {server: '', path: x}}] ~ spec.volumes[0].nfs.server: Required value | spec.volumes[0].nfs.path: Invalid value: "x": must be an absolute path
volumes: [{name: v, iscsi: {targetPortal: '', iqn: '', lun: 0}}] ~ spec.volumes[0].iscsi.targetPortal: Required value | spec.volumes[0].iscsi.iqn: Required value
volumes: [{name: v, iscsi: {targetPortal: '1.2.3.4', iqn: iqn.bad, lun: 256}}] ~ spec.volumes[0].iscsi.iqn: Invalid value: "iqn.bad": must be valid format | spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive
volumes: [{name: v, iscsi: {targetPortal: '1.2.3.4', iqn: foo, lun: 1}}] ~ spec.volumes[0].iscsi.iqn: Invalid value: "foo": must be valid format starting with iqn, eui, or naa
volumes: [{name: v, glusterfs: {endpoints: '', path: ''}}] ~ spec.volumes[0].glusterfs.endpoints: Required value | spec.volumes[0].glusterfs.path: Required value
volumes: [{name: v, rbd: {monitors: [], image: ''}}] ~ spec.volumes[0].rbd.monitors: Required value | spec.volumes[0].rbd.image: Required value
volumes: [{name: v, cephfs: {monitors: []}}] ~ spec.volumes[0].cephfs.monitors: Required value
volumes: [{name: v, cinder: {volumeID: ''}}] ~ spec.volumes[0].cinder.volumeID: Required value
volumes: [{name: v, gitRepo: {repository: ''}}] ~ spec.volumes[0].gitRepo.repository: Required value
volumes: [{name: v, downwardAPI: {items: [{path: ''}]}}] ~ spec.volumes[0].downwardAPI.path: Required value | spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required
volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.nope}}]}}] ~ spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: "metadata.nope": error converting fieldPath: field label not supported: metadata.nope
volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}, resourceFieldRef: {resource: limits.cpu, containerName: c}}]}}] ~ spec.volumes[0].downwardAPI: Invalid value: "resource": fieldRef and resourceFieldRef can not be specified simultaneously
volumes: [{name: v, persistentVolumeClaim: {claimName: ''}}] ~ spec.volumes[0].persistentVolumeClaim.claimName: Required value
volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: '', expirationSeconds: 10}}]}}] ~ spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes | spec.volumes[0].projected.path: Required value
volumes: [{name: v, projected: {sources: [{secret: {name: a, items: [{key: k, path: x}]}}, {configMap: {name: b, items: [{key: k, path: x}]}}]}}] ~ spec.volumes[0].projected: Invalid value: "b": conflicting duplicate paths
volumes: [{name: v, projected: {sources: [{secret: {name: a}, configMap: {name: b}}]}}] ~ spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source
volumes: [{name: v, fc: {lun: 0}}] ~ spec.volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both
volumes: [{name: v, flexVolume: {driver: ''}}] ~ spec.volumes[0].flexVolume.driver: Required value
volumes: [{name: v, csi: {driver: 'a_b'}}] ~ spec.volumes[0].csi.driver: Invalid value: "a_b": SUBDOMAIN
volumes: [{name: v, ephemeral: {}}] ~ spec.volumes[0].ephemeral.volumeClaimTemplate: Required value
volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [], resources: {requests: {storage: '1Gi'}}}}}}] ~ spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required
volumes: [{name: v, azureDisk: {diskName: '', diskURI: ''}}] ~ spec.volumes[0].azureDisk.diskName: Required value | spec.volumes[0].azureDisk.diskURI: Required value
volumes: [{name: v, azureFile: {secretName: '', shareName: ''}}] ~ spec.volumes[0].azureFile.secretName: Required value | spec.volumes[0].azureFile.shareName: Required value
volumes: [{name: 'A_', emptyDir: {}}] ~ spec.volumes[0].name: Invalid value: "A_": DNS_LABEL
volumes: [{name: v, emptyDir: {}}, {name: v, emptyDir: {}}] ~ spec.volumes[1].name: Duplicate value: "v"
""")
  void ofSources(String fields, String causes) {
    String containers =
        fields.contains("containers: [{name: c") ? "" : "containers: [{name: c, image: i}], ";

    assertEquals(
        KindSamples.causes(causes),
        created(kind("Pod"), object("{metadata: {name: p}, spec: {" + containers + fields + "}}")));
  }
}
