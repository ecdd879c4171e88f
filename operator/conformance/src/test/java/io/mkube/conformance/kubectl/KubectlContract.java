package io.mkube.conformance.kubectl;

import io.mkube.conformance.MkubeProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every kubectl case against {@code mkube apiserver} as a process, over one store. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KubectlContract {
  private MkubeProcess server;
  private Site site;

  /** The options that choose the store. */
  abstract List<String> storeOptions(Path folder) throws Exception;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("apiserver", "--port", "0", "--http-port", "0"));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(storeOptions(folder));
    server = MkubeProcess.start(folder.resolve("log"), arguments.toArray(String[]::new));
    Path kubeconfig = Path.of(server.awaitLine("mkube is ready: export KUBECONFIG="));
    site = new Site(folder, kubeconfig);
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Site site() {
    return site;
  }

  @Nested
  final class Create extends CreateCases {
    Create() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class CreateIsRefused extends CreateRefusals {
    CreateIsRefused() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class KindsAreRefused extends KindRefusals {
    KindsAreRefused() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Apply extends ApplyCases {
    Apply() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class ServerSideApply extends ServerSideApplyCases {
    ServerSideApply() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Patch extends PatchCases {
    Patch() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Get extends GetCases {
    Get() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Change extends ChangeCases {
    Change() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Delete extends DeleteCases {
    Delete() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Inquiry extends InquiryCases {
    Inquiry() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Cluster extends ClusterCases {
    Cluster() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Limits extends LimitCases {
    Limits() {
      super(KubectlContract.this::site);
    }
  }

  @Nested
  final class Nodes extends NodeCases {
    Nodes() {
      super(KubectlContract.this::site);
    }
  }
}
