package dev.muster.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.muster.operator", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule aKindNeverUsesAnother =
      slices()
          .matching("dev.muster.operator.(matchmaker|profile|match|backfill)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule ofTheEngineOnlyItsProfiles =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.engine",
              "dev.muster.engine.ticket..",
              "dev.muster.engine.plain..",
              "dev.muster.engine.indexed..",
              "dev.muster.runtime..");

  @ArchTest
  static final ArchRule nothingUsesTheWiring =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.operator.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.muster.operator");

  @ArchTest
  static final ArchRule kindsAreGivenTheTime =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.operator.*..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule plansAndViewsTouchNothing =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Plan")
          .or()
          .haveSimpleNameEndingWith("View")
          .or()
          .resideInAnyPackage(
              "dev.muster.operator.gameserver",
              "dev.muster.operator.conditions",
              "dev.muster.operator.objects")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8.kubernetes.client.dsl..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.muster.operator.(**)").should().beFreeOfCycles();
}
