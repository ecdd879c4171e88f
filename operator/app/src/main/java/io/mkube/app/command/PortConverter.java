package io.mkube.app.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port; 0 asks for a free one. */
final class PortConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new TypeConversionException("'" + text + "' is not a port from 0 to 65535");
    }
    return Integer.parseInt(text);
  }
}
