package io.mkube.iso9660.cli;

/** Arguments that make no sense. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
