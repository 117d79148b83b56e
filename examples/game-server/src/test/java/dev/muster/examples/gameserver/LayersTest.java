package dev.muster.examples.gameserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(
    packages = "dev.muster.examples.gameserver",
    importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule needsNothingOfMuster =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.examples.gameserver..", "com.fasterxml.jackson..", "java..");

  @ArchTest
  static final ArchRule onlyMainReadsTheEnvironmentAndTheClock =
      noClasses()
          .that()
          .doNotHaveSimpleName("GameServer")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
