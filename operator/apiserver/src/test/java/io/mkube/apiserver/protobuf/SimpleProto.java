package io.mkube.apiserver.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads definitions of messages that use the simplest form only: one message on each line. */
public final class SimpleProto {
  private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{([^}]*)}");
  private static final Pattern FIELD = Pattern.compile("(repeated )?(\\w+) (\\w+) = (\\d+);");
  private static final Pattern SYNTAX = Pattern.compile("syntax = \"(\\w+)\"");

  private SimpleProto() {}

  /** A message of a file that lies beside a class. */
  public static Descriptor message(Class<?> place, String file, String name) {
    try (InputStream in = place.getResourceAsStream(file)) {
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .findMessageTypeByName(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileDescriptor parse(String name, String source) {
    Matcher syntax = SYNTAX.matcher(source);
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName(name)
            .setPackage("simple")
            .setSyntax(syntax.find() ? syntax.group(1) : "proto2");
    Matcher messages = MESSAGE.matcher(source);
    while (messages.find()) {
      DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(messages.group(1));
      Matcher fields = FIELD.matcher(messages.group(2));
      while (fields.find()) {
        message.addField(field(fields));
      }
      file.addMessageType(message);
    }
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FieldDescriptorProto.Builder field(Matcher source) {
    String type = source.group(2);
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(source.group(3))
            .setNumber(Integer.parseInt(source.group(4)))
            .setLabel(
                source.group(1) == null
                    ? FieldDescriptorProto.Label.LABEL_OPTIONAL
                    : FieldDescriptorProto.Label.LABEL_REPEATED);
    Optional<FieldDescriptorProto.Type> scalar = scalar(type);
    return scalar.isPresent()
        ? field.setType(scalar.get())
        : field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".simple." + type);
  }

  private static Optional<FieldDescriptorProto.Type> scalar(String type) {
    return switch (type) {
      case "string", "bool", "int64", "double" ->
          Optional.of(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }
}
