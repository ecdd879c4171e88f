package io.mkube.conformance.kubectl;

/** Objects that many cases begin with. */
final class Manifests {
  static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - {name: web, image: "nginx:1.27", ports: [{containerPort: 80}]}
            - {name: log, image: "busybox:1.36", args: [tail]}
      """;

  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, labels: {tier: front}}
      spec:
        containers:
        - {name: main, image: "busybox:1.36"}
      """;

  static final String SETTINGS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {tier: front}}
      data: {colour: red, size: "9"}
      """;

  /** A custom resource of the group {@code $NS.example.com} with status, scale and columns. */
  static final String WIDGETS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.$NS.example.com}
      spec:
        group: $NS.example.com
        scope: Namespaced
        names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
        versions:
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
          additionalPrinterColumns:
          - {name: Size, type: integer, jsonPath: .spec.size}
          - {name: Phase, type: string, jsonPath: .status.phase, priority: 1}
          selectableFields: [{jsonPath: .spec.colour}]
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [size]
                  properties:
                    size: {type: integer, minimum: 1, maximum: 10, description: How large it is.}
                    colour: {type: string, enum: [red, green], default: red}
                    replicas: {type: integer, default: 1}
                    port: {x-kubernetes-int-or-string: true}
                    owner: {type: string, pattern: "^[a-z]+$", maxLength: 8}
                    parts:
                      type: array
                      maxItems: 3
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [name]
                      items:
                        type: object
                        required: [name]
                        properties: {name: {type: string}, amount: {type: integer}}
                status:
                  type: object
                  properties: {replicas: {type: integer}, phase: {type: string}}
      """;

  static final String WIDGET =
      """
      apiVersion: $NS.example.com/v1
      kind: Widget
      metadata: {name: one}
      spec: {size: 3, parts: [{name: a, amount: 1}, {name: b, amount: 2}]}
      """;

  private Manifests() {}
}
