/**
 * Request bodies in Kubernetes' protobuf form. Read {@link
 * io.mkube.apiserver.protobuf.ProtobufBodies} first.
 */
@NullMarked
package io.mkube.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
