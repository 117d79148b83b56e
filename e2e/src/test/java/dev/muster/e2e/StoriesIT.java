package dev.muster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/** Every shell block of every story's README, in order, against a fresh {@code ./muster dev}. */
@EnabledIf(
    value = "dev.muster.e2e.Kubectl#isInstalled",
    disabledReason = "kubectl is not installed")
class StoriesIT {
  private static MusterProcess muster;

  @BeforeAll
  static void start() throws IOException {
    muster = MusterProcess.dev(everyStory());
  }

  @AfterAll
  static void end() {
    if (muster != null) {
      muster.close();
    }
  }

  @TestFactory
  Stream<DynamicContainer> theLinesOfTheStoriesRun() throws IOException {
    var readmes = stories().stream().map(story -> story.resolve("README.md")).toList();
    assertThat(readmes).isNotEmpty();
    return readmes.stream()
        .map(
            readme ->
                DynamicContainer.dynamicContainer(
                    readme.getParent().getFileName().toString(), blocks(readme)));
  }

  /** All start states at once, as they promise to go together. */
  private static String[] everyStory() throws IOException {
    return stories().stream()
        .flatMap(story -> Stream.of("-f", story.toString()))
        .toArray(String[]::new);
  }

  private static List<Path> stories() throws IOException {
    try (var folders = Files.list(MusterProcess.HOME.resolve("examples"))) {
      return folders
          .filter(story -> story.getFileName().toString().matches("\\d\\d-.*"))
          .sorted()
          .toList();
    }
  }

  private static List<DynamicTest> blocks(Path readme) {
    var tests = new ArrayList<DynamicTest>();
    var block = new ArrayList<String>();
    var heading = "";
    var inside = false;
    for (var line : lines(readme)) {
      if (line.startsWith("## ")) {
        heading = line.substring(3);
      } else if (line.equals("```sh")) {
        inside = true;
      } else if (inside && line.equals("```")) {
        var script = String.join("\n", block);
        tests.add(DynamicTest.dynamicTest(heading, () -> ShellBlock.run(muster, script)));
        block.clear();
        inside = false;
      } else if (inside) {
        block.add(line);
      }
    }
    assertThat(tests).as(readme + " has shell blocks").isNotEmpty();
    return tests;
  }

  private static List<String> lines(Path readme) {
    try {
      return Files.readAllLines(readme);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
