package io.mkube.apiserver.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V2Autoscaling;
import io.mkube.apiserver.catalog.GroupVersionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds that both this server and the published protobuf classes know. */
final class PublishedKinds {
  private static final Map<String, FileDescriptor> FILES =
      Map.ofEntries(
          Map.entry("v1", V1.getDescriptor()),
          Map.entry("apps/v1", V1Apps.getDescriptor()),
          Map.entry("batch/v1", V1Batch.getDescriptor()),
          Map.entry("policy/v1", V1Policy.getDescriptor()),
          Map.entry("autoscaling/v1", V1Autoscaling.getDescriptor()),
          Map.entry("autoscaling/v2", V2Autoscaling.getDescriptor()),
          Map.entry("networking.k8s.io/v1", V1Networking.getDescriptor()),
          Map.entry("storage.k8s.io/v1", V1Storage.getDescriptor()),
          Map.entry("scheduling.k8s.io/v1", V1Scheduling.getDescriptor()),
          Map.entry("rbac.authorization.k8s.io/v1", V1Rbac.getDescriptor()),
          Map.entry("certificates.k8s.io/v1", V1Certificates.getDescriptor()),
          Map.entry("authentication.k8s.io/v1", V1Authentication.getDescriptor()),
          Map.entry("authorization.k8s.io/v1", V1Authorization.getDescriptor()),
          Map.entry("apiextensions.k8s.io/v1", V1Apiextensions.getDescriptor()),
          Map.entry("admissionregistration.k8s.io/v1", V1Admissionregistration.getDescriptor()),
          Map.entry("meta.k8s.io/v1", Meta.getDescriptor()));

  private static final List<String> DOCUMENTS =
      List.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions");

  static final List<Kind> ALL = all();

  private PublishedKinds() {}

  /** A kind and the message of its objects. */
  record Kind(String apiVersion, String name, Descriptor message) {}

  private static List<Kind> all() {
    List<Kind> kinds = new ArrayList<>();
    FILES.forEach(
        (apiVersion, file) -> {
          for (Descriptor message : file.getMessageTypes()) {
            boolean served =
                ProtobufObjects.knows(GroupVersionKind.of(apiVersion, message.getName()));
            boolean object =
                message.findFieldByName("metadata") != null
                    || DOCUMENTS.contains(message.getName());
            if (served && object) {
              kinds.add(new Kind(apiVersion, message.getName(), message));
            }
          }
        });
    kinds.sort((a, b) -> (a.apiVersion() + a.name()).compareTo(b.apiVersion() + b.name()));
    return List.copyOf(kinds);
  }
}
