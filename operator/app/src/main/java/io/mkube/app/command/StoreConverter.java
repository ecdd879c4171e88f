package io.mkube.app.command;

import io.mkube.app.config.StoreLocation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the location of a store. */
final class StoreConverter implements ITypeConverter<StoreLocation> {
  @Override
  public StoreLocation convert(String text) {
    try {
      return StoreLocation.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
