package io.mkube.app.command;

import io.mkube.apiserver.seal.KeyFile;
import io.mkube.apiserver.seal.KeyRotation;
import io.mkube.app.config.StoreLocation;
import io.mkube.app.console.CommandException;
import io.mkube.app.wiring.Stores;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "rotate",
    header = "Seal the secrets in a store with a new key.",
    description = {
      "Makes a new key, seals every secret in the store with it and then forgets the old key. Stop"
          + " the servers of the store before.",
      "A rotation that was cut off loses nothing: run it again, and it goes on."
    },
    footer = {
      "  mkube keys rotate --data /var/lib/mkube",
      "  mkube keys rotate --store nats://10.0.0.5:4222/mkube --key-file /etc/mkube/sealing.key"
    })
final class RotateKeysCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory of the API server. Default: " + DataFolders.DEFAULT + "/apiserver.")
  private Path data = DataFolders.of("apiserver");

  @Option(
      names = "--store",
      paramLabel = "URL",
      converter = StoreConverter.class,
      description = "The store, as for mkube apiserver. Default: store in the data directory.")
  private @Nullable StoreLocation store;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The keys. Default: pki/sealing.key in the data directory.")
  private @Nullable Path keyFile;

  RotateKeysCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException {
    Path keys = keyFile == null ? data.resolve("pki").resolve("sealing.key") : keyFile;
    if (!Files.isRegularFile(keys)) {
      throw new CommandException("key file " + keys + ": does not exist");
    }
    StoreLocation location = store == null ? Stores.in(data) : store;
    if (location instanceof StoreLocation.Memory) {
      throw new CommandException("--store memory: has nothing to rotate: it is always empty");
    }
    if (location instanceof StoreLocation.Folder folder && !Files.isDirectory(folder.path())) {
      throw new CommandException("store " + folder.path() + ": does not exist");
    }
    try (ObjectStore opened = Stores.open(location)) {
      KeyRotation.Outcome outcome = KeyRotation.rotate(opened, new KeyFile(keys));
      out.println(
          "sealed "
              + outcome.values()
              + (outcome.values() == 1 ? " value" : " values")
              + " with key "
              + outcome.key()
              + (outcome.resumed() ? ", which an earlier rotation had made" : ""));
      out.flush();
      return 0;
    } catch (IOException | StoreException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }
}
