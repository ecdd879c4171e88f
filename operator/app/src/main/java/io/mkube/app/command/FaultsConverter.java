package io.mkube.app.command;

import io.mkube.routeros.simulator.fault.FaultPlan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what shall go wrong on the simulated router. */
final class FaultsConverter implements ITypeConverter<FaultPlan> {
  @Override
  public FaultPlan convert(String text) {
    try {
      return FaultPlan.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
