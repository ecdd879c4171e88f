package io.mkube.app.command;

import io.mkube.apiserver.admission.ServiceNetwork;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One range of addresses, or two with a comma between them. */
final class ServiceRangesConverter implements ITypeConverter<ServiceNetwork> {
  @Override
  public ServiceNetwork convert(String text) {
    try {
      return ServiceNetwork.of(List.of(text.split(",", -1)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
