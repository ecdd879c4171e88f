package io.mkube.apiserver.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.mkube.apiserver.cel.library.FunctionSet.Argument;
import io.mkube.apiserver.types.Quantity;

/** The types that Kubernetes adds. */
final class Types {
  static final CelType IP = OpaqueType.create("net.IP");
  static final CelType CIDR = OpaqueType.create("net.CIDR");
  static final CelType URL = OpaqueType.create("kubernetes.URL");
  static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
  static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");

  static final Argument<String> TEXT = new Argument<>(SimpleType.STRING, String.class);
  static final Argument<Long> INT = new Argument<>(SimpleType.INT, Long.class);
  static final Argument<IpAddress> AN_IP = new Argument<>(IP, IpAddress.class);
  static final Argument<Cidr> A_CIDR = new Argument<>(CIDR, Cidr.class);
  static final Argument<Quantity> A_QUANTITY = new Argument<>(QUANTITY, Quantity.class);

  private Types() {}
}
