package dev.muster.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.muster.api", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule resourcesHoldAndDoNotAct =
      classes()
          .that()
          .resideInAPackage("dev.muster.api.v1alpha1")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.api.v1alpha1", "java..", "io.fabric8..", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule mappingKnowsResourcesAndProfiles =
      classes()
          .that()
          .resideInAPackage("dev.muster.api.mapping")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.api.mapping",
              "dev.muster.api.v1alpha1",
              "dev.muster.engine.profile",
              "java..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule ticketsKnowTheDoorOfTheEngineAndNoResources =
      classes()
          .that()
          .resideInAPackage("dev.muster.api.ticket")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.api.ticket",
              "dev.muster.engine",
              "dev.muster.engine.profile",
              "dev.muster.engine.ticket",
              "java..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule recordingsKnowTheEngineAndNoResources =
      classes()
          .that()
          .resideInAPackage("dev.muster.api.recording")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.api.recording",
              "dev.muster.engine",
              "dev.muster.engine.profile",
              "dev.muster.engine.ticket",
              "java..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.muster.(**)").should().beFreeOfCycles();
}
