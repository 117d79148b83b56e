package dev.muster.devcluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom in the embedded cluster. */
@AnalyzeClasses(
    packages = "dev.muster.devcluster",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.muster.devcluster.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule usesOnlyTheLibrariesOfTheDesign =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.devcluster..",
              "java..",
              "com.sun.management", // the JDK's own, for the size of the machine
              "io.vertx..",
              "io.netty.util", // Vert.x's own library: what is an address
              "com.fasterxml.jackson..",
              "com.networknt..",
              "dev.cel..",
              "io.swagger.annotations", // what the models of the official Java client say of kinds
              "com.google..",
              "javax.net.ssl..",
              "okhttp3.tls..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule onlyTheServerKnowsVertx =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.muster.devcluster.store..",
              "dev.muster.devcluster.schema..",
              "dev.muster.devcluster.fields..",
              "dev.muster.devcluster.cel..",
              "dev.muster.devcluster.kinds..",
              "dev.muster.devcluster.registry..",
              "dev.muster.devcluster.control..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");
}
