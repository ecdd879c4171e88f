package io.mkube.apiserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A definition as large as one likes: one part of a pod's schema after another, with rules. */
final class GreatDefinition {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String FRAME =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: clusters.great.example.com}
      spec:
        group: great.example.com
        scope: Namespaced
        names: {plural: clusters, kind: Cluster}
        versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [replicas]
                    x-kubernetes-validations: [{rule: self.replicas % 2 == 1, message: replicas must be odd}]
                    properties:
                      replicas: {type: integer, minimum: 1}
                      storage:
                        type: string
                        maxLength: 20
                        x-kubernetes-validations:
                          - rule: isQuantity(self)
                            messageExpression: self + ' is no quantity'
                  status: {type: object, properties: {replicas: {type: integer}}}
      """;

  private static final String PART =
      """
      type: object
      description: The workload number NUMBER of the cluster, with everything that its pods can be given by the one who runs it.
      x-kubernetes-validations:
        - {rule: "!has(self.minAvailable) || !has(self.maxUnavailable)", message: only one of minAvailable and maxUnavailable}
      properties:
        minAvailable: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], pattern: "^[0-9]+%?$"}
        maxUnavailable: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
        containers:
          type: array
          maxItems: 16
          x-kubernetes-list-type: map
          x-kubernetes-list-map-keys: [name]
          items:
            type: object
            required: [name]
            properties:
              name: {type: string, maxLength: 63, description: Name of the container, which no other container of the pod has.}
              image: {type: string, maxLength: 255, description: Image as it is pulled from a registry.}
              imagePullPolicy: {type: string, enum: [Always, Never, IfNotPresent], default: IfNotPresent}
              command: {type: array, maxItems: 64, x-kubernetes-list-type: atomic, items: {type: string, maxLength: 1024}}
              env:
                type: array
                maxItems: 100
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string, maxLength: 255}
                    value: {type: string, maxLength: 1024}
                    valueFrom:
                      type: object
                      properties:
                        secretKeyRef: {type: object, x-kubernetes-map-type: atomic, required: [key], properties: {key: {type: string}, name: {type: string, default: ""}, optional: {type: boolean}}}
                        configMapKeyRef: {type: object, x-kubernetes-map-type: atomic, required: [key], properties: {key: {type: string}, name: {type: string, default: ""}, optional: {type: boolean}}}
              ports:
                type: array
                maxItems: 32
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [containerPort, protocol]
                items:
                  type: object
                  required: [containerPort]
                  properties:
                    containerPort: {type: integer, format: int32, minimum: 1, maximum: 65535}
                    protocol: {type: string, default: TCP, maxLength: 4}
                    name: {type: string, maxLength: 15}
              resources:
                type: object
                properties:
                  limits: {type: object, maxProperties: 16, additionalProperties: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], pattern: "^(\\\\+|-)?(([0-9]+(\\\\.[0-9]*)?)|(\\\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\\\+|-)?(([0-9]+(\\\\.[0-9]*)?)|(\\\\.[0-9]+))))?$"}}
                  requests: {type: object, maxProperties: 16, additionalProperties: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}
        tolerations:
          type: array
          maxItems: 32
          items: {type: object, properties: {effect: {type: string}, key: {type: string}, operator: {type: string}, tolerationSeconds: {type: integer, format: int64}, value: {type: string}}}
        template: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private GreatDefinition() {}

  /** A definition of at least so many bytes. */
  static ObjectNode make(int bytes) {
    try {
      ObjectNode definition = (ObjectNode) YAML.readTree(FRAME);
      ObjectNode properties =
          (ObjectNode)
              definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
      int length = definition.toString().length();
      for (int i = 0; length < bytes; i++) {
        ObjectNode part = (ObjectNode) YAML.readTree(PART.replace("NUMBER", Integer.toString(i)));
        length += part.toString().length();
        properties.set("part" + i, part);
      }
      return definition;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object of it. */
  static String object(String name, int replicas, String storage) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "great.example.com/v1").put("kind", "Cluster");
    object.putObject("metadata").put("name", name);
    ObjectNode spec = object.putObject("spec").put("replicas", replicas).put("storage", storage);
    ObjectNode part = spec.putObject("part0").put("unknown", 1).put("minAvailable", "50%");
    part.putArray("containers").addObject().put("name", "a").put("image", "b");
    return object.toString();
  }
}
