package dev.muster.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.muster.engine", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule engineIsPlainJava =
      classes()
          .that()
          .resideInAPackage("dev.muster.engine..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.muster.engine..", "java.lang..", "java.util..", "java.math");

  @ArchTest
  static final ArchRule engineIsGivenTheTime =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Instant.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule engineDrawsNoRandomNumbersAndStartsNothing =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(UUID.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "java.io..")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule profileAndTicketUseNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine.profile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.engine",
              "dev.muster.engine.ticket..",
              "dev.muster.engine.plain..",
              "dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule ticketUsesNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine.ticket..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.muster.engine",
              "dev.muster.engine.profile..",
              "dev.muster.engine.plain..",
              "dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule theInterfaceKnowsNoImplementation =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.muster.engine.plain..", "dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule explanationsAreMadeWithEitherImplementation =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine.explain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.muster.engine.plain..", "dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule thePlainOneKnowsNothingOfTheIndexedOne =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine.plain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule theIndexedOneKnowsNothingOfThePlainOne =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.engine.indexed..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.muster.engine.plain..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.muster.engine.(**)").should().beFreeOfCycles();
}
