package dev.muster.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.muster.cli", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.muster.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDemoUsesPublicFacesOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.cli.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.operator..", "dev.muster.devcluster..", "dev.muster.engine..");

  @ArchTest
  static final ArchRule nothingHereLooksIntoTheRuntime =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.muster.runtime..");
}
