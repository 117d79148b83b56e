package dev.muster.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.muster.runtime", importOptions = DoNotIncludeTests.class)
class LayersTest {
  private static final String[] VALUES = {
    "java..",
    "org.slf4j..",
    "dev.muster.engine",
    "dev.muster.engine.explain",
    "dev.muster.engine.profile",
    "dev.muster.engine.ticket",
  };

  private static String[] and(String... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(VALUES), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }

  @ArchTest
  static final ArchRule ticketKnowsNobody =
      classes()
          .that()
          .resideInAPackage("..runtime.ticket")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and("..runtime.ticket", "dev.muster.api.ticket", "com.fasterxml.jackson.."));

  @ArchTest
  static final ArchRule storeKnowsTicketsOnly =
      classes()
          .that()
          .resideInAPackage("..runtime.store")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and("..runtime.store", "..runtime.ticket"));

  @ArchTest
  static final ArchRule loopHasNoVertxAndNoJson =
      classes()
          .that()
          .resideInAPackage("..runtime.loop")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and("..runtime.loop", "..runtime.store", "..runtime.ticket"));

  @ArchTest
  static final ArchRule groupStandsOnTheLoop =
      classes()
          .that()
          .resideInAPackage("..runtime.group")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and(
                  "..runtime.group",
                  "..runtime.loop",
                  "..runtime.server",
                  "..runtime.store",
                  "..runtime.ticket",
                  "dev.muster.api.ticket"));

  @ArchTest
  static final ArchRule recordingKnowsTheLoopAndTheFormat =
      classes()
          .that()
          .resideInAPackage("..runtime.recording")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              and(
                  "..runtime.recording",
                  "..runtime.loop",
                  "..runtime.store",
                  "dev.muster.api.recording"));

  @ArchTest
  static final ArchRule statsKnowTheLoopOnly =
      classes()
          .that()
          .resideInAPackage("..runtime.stats")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and("..runtime.stats", "..runtime.loop", "org.HdrHistogram"));

  @ArchTest
  static final ArchRule httpKnowsNoCluster =
      noClasses()
          .that()
          .resideInAPackage("..runtime.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "dev.muster.api.v1alpha1..",
              "dev.muster.api.mapping..",
              "dev.muster.api.json..",
              "..runtime.cluster..");

  @ArchTest
  static final ArchRule clusterKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage("..runtime.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..runtime.http..", "..runtime.group..", "io.vertx..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheWiringChoosesAnEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.runtime")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.muster.engine.plain..", "dev.muster.engine.indexed..");

  @ArchTest
  static final ArchRule nobodyUsesTheWiring =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.runtime.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.muster.runtime");

  @ArchTest
  static final ArchRule loopGroupAndStoreAreGivenTheTime =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..runtime.loop",
              "..runtime.group",
              "..runtime.stats",
              "..runtime.store",
              "..runtime.ticket")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.muster.runtime.(*)..").should().beFreeOfCycles();
}
