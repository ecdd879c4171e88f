package io.mkube.app.console;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, in words: Java's messages are often only the path. */
public final class FileFailure {
  private FileFailure() {}

  /** The reason without the path, such as {@code permission denied}. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "there is no such file or folder";
      case FileAlreadyExistsException exists -> "something else has this name";
      case NotDirectoryException file -> "it is not a folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case CharacterCodingException malformed -> "it is not UTF-8 text";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
