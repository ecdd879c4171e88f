package io.mkube.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mkube.app.console.CommandException;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.StoreKey;
import io.mkube.store.StoredObject;
import io.mkube.store.Write;
import io.mkube.store.embedded.EmbeddedObjectStore;
import io.mkube.store.embedded.EmbeddedStoreConfig;
import io.mkube.store.encoding.Template;
import io.mkube.store.encoding.TemplatePacker;
import io.mkube.store.encoding.Value;
import io.mkube.store.window.WindowLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A short life of {@code mkube apiserver}, by its command line: objects come and are read, the
 * server stops, comes back with them and many more, and they go. The client is the JDK's own, so
 * that no other one gets into the cache.
 */
public final class ApiServerRehearsal {
  private static final String TOKEN = "rehearsal";
  private static final String CORE = "/api/v1/namespaces/default/";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String WIDGETS = "/apis/example.com/v1/namespaces/default/widgets";

  private static final Pattern SERVER = Pattern.compile("server: *\"?(https://[^\"\\s]+)");
  private static final Pattern AUTHORITY =
      Pattern.compile("certificate-authority-data: *\"?([A-Za-z0-9+/=]+)");

  /** As many as it takes for the longest loops of a start to be worth compiling. */
  private static final int PODS = 300;

  private static final int MANY_PODS = 12_000;

  /** Without a rule in CEL, whose classes would be 13 MB of every server, with rules or without. */
  private static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"widgets.example.com"},
       "spec":{"group":"example.com","scope":"Namespaced",
        "names":{"plural":"widgets","kind":"Widget"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":
         {"type":"object","properties":{"spec":{"type":"object",
          "properties":{"least":{"type":"integer","default":1},"most":{"type":"integer"}}}}}}}]}}
      """;

  private final String server;
  private final SSLSocketFactory tls;

  private ApiServerRehearsal(String kubeconfig) throws IOException {
    this.server = found(SERVER, kubeconfig);
    this.tls = trusting(found(AUTHORITY, kubeconfig));
  }

  /**
   * Plays it.
   *
   * @param folder an empty folder, for keys and store
   * @param mkube what a person would call
   * @throws CommandException if the server does not start
   */
  public static void play(Path folder, Program mkube)
      throws CommandException, IOException, InterruptedException {
    Path tokens = folder.resolve("tokens.csv");
    Files.writeString(tokens, TOKEN + ",admin,1,\"system:masters\"\n");
    List<String> arguments =
        List.of(
            "apiserver",
            "--data=" + folder.resolve("keys"),
            "--store=file:" + folder.resolve("store"),
            "--port=0",
            "--http-port=0",
            "--kubeconfig=" + folder.resolve("kubeconfig"),
            "--token-file=" + tokens);
    try (StartedProgram program = StartedProgram.start(mkube, arguments)) {
      program.awaitReady();
      new ApiServerRehearsal(Files.readString(folder.resolve("kubeconfig"))).firstDay();
    }
    multiply(folder.resolve("store"));
    try (StartedProgram program = StartedProgram.start(mkube, arguments)) {
      program.awaitReady();
      new ApiServerRehearsal(Files.readString(folder.resolve("kubeconfig"))).secondDay();
    }
  }

  /** So many objects that the second start reads a snapshot, and reads it for a while. */
  private static void multiply(Path directory) throws CommandException, IOException {
    EmbeddedStoreConfig small =
        new EmbeddedStoreConfig(WindowLimits.DEFAULT, 4 << 20, 1 << 20, 1 << 20);
    try (ObjectStore store = EmbeddedObjectStore.open(directory, small)) {
      byte[] one =
          store.snapshot().objects().stream()
              .filter(object -> object.key().name().equals("pod-1"))
              .findFirst()
              .orElseThrow()
              .value();
      write(store, one, PODS, MANY_PODS / 2);
      pack(store, new Template(one));
      write(store, one, MANY_PODS / 2, MANY_PODS);
    } catch (StoreException e) {
      throw new CommandException("the store does not take the rehearsal's objects", e);
    }
  }

  private static void write(ObjectStore store, byte[] one, int from, int to) {
    String text = new String(one, UTF_8);
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = from; i < to; i++) {
        String name = "pod-" + i;
        StoreKey key = new StoreKey("", "pods", "default", name);
        byte[] value = text.replace("pod-1\"", name + "\"").getBytes(UTF_8);
        var unused = writers.submit(() -> store.write(new Write.Put(key, 0, "uid-" + name, value)));
      }
    }
  }

  /** As a server does with many objects, so that the snapshot has packed values too. */
  private static void pack(ObjectStore store, Template template) throws StoreException {
    TemplatePacker packer = new TemplatePacker();
    for (StoredObject object : store.snapshot().objects()) {
      byte[] packed = packer.pack(template, object.value());
      if (packed != null) {
        object.content().pack(new Value.Packed(packed, template));
      }
    }
  }

  private void firstDay() throws IOException, InterruptedException {
    ask("GET", "/readyz", "");
    ask("GET", "/apis", "");
    for (int i = 0; i < PODS; i++) {
      ask("POST", CORE + "pods", pod("pod-" + i));
    }
    ask("POST", DEFINITIONS, DEFINITION);
    while (!ask("GET", DEFINITIONS + "/widgets.example.com", "").contains("Established")) {
      Thread.sleep(20);
    }
    String widget =
        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"one\"},"
            + "\"spec\":{\"most\":3}}";
    ask("POST", WIDGETS, widget);
  }

  private void secondDay() throws IOException {
    ask("GET", CORE + "pods/pod-1", "");
    ask("GET", CORE + "pods", "");
    ask("GET", CORE + "pods?watch=true&timeoutSeconds=1", "");
    ask("DELETE", CORE + "pods/pod-1", "{\"gracePeriodSeconds\":0}");
    ask("DELETE", WIDGETS + "/one", "");
  }

  private static String pod(String name) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"web"}},
     "spec":{"containers":[{"name":"web","image":"docker.io/library/nginx:1.27"}]}}
    """
        .formatted(name);
  }

  private String ask(String method, String path, String body) throws IOException {
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(server + path).toURL().openConnection();
    connection.setSSLSocketFactory(tls);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
    connection.setRequestProperty("Accept", "application/json");
    if (!body.isEmpty()) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(UTF_8));
      }
    }
    if (connection.getResponseCode() >= 300) {
      throw new IllegalStateException(
          method
              + " "
              + path
              + ": "
              + new String(connection.getErrorStream().readAllBytes(), UTF_8));
    }
    return new String(connection.getInputStream().readAllBytes(), UTF_8);
  }

  private static String found(Pattern field, String kubeconfig) {
    Matcher matcher = field.matcher(kubeconfig);
    if (!matcher.find()) {
      throw new IllegalStateException("a kubeconfig without " + field);
    }
    return matcher.group(1);
  }

  private static SSLSocketFactory trusting(String authority) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "authority",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the server's certificate cannot be used", e);
    }
  }
}
