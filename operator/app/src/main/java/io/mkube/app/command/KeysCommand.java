package io.mkube.app.command;

import picocli.CommandLine.Command;

@Command(
    name = "keys",
    header = "Look after the keys that seal secrets.",
    description = "The secrets in the store are sealed with the keys of a file outside of it.",
    footer = "  mkube keys rotate --data /var/lib/mkube")
final class KeysCommand {}
