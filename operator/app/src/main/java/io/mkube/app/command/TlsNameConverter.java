package io.mkube.app.command;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a host name or address as it may stand in a certificate. */
final class TlsNameConverter implements ITypeConverter<String> {
  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?"
              + "(\\.[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?)*");

  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  @Override
  public String convert(String text) {
    if (!NAME.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw new TypeConversionException("must be a host name or an address, not '" + text + "'");
    }
    return text;
  }
}
