package io.mkube.routeros;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mkube.routeros");

  @Test
  void packagesDependOneWay() {
    slices().matching("io.mkube.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void portsKnowNothingOfHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..routeros.http..", "..routeros.rest..", "..routeros.microdns..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..", "retrofit2..", "com.fasterxml..")
        .check(CLASSES);
  }
}
