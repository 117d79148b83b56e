package dev.muster.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.e2e.MusterProcess;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names what is played, and what it names is played. */
class CompatibilityPageTest {
  private static final Path PAGE = MusterProcess.HOME.resolve("docs/edgegap-compatibility.md");
  private static final Path TESTS =
      Path.of("src", "test", "java", "dev", "muster", "e2e", "conformance");

  /** One request of a kit and the tests that send it, as the page has them. */
  record Row(Kit kit, String request, Set<String> tests) {
    String key() {
      return kit.title() + ": " + request;
    }
  }

  @Test
  void everyRequestOfEveryClientIsPlayedByTheTestsThatThePageNames() throws Exception {
    // Given
    var played = new TreeMap<String, Set<String>>();
    for (var test : tests()) {
      var plays = test.getDeclaringClass().getAnnotation(Plays.class);
      var sends = test.getAnnotation(Sends.class);
      for (var request : sends == null ? new String[0] : sends.value()) {
        played
            .computeIfAbsent(plays.value().title() + ": " + request, key -> new TreeSet<>())
            .add(name(test));
      }
    }
    // When
    var named = new TreeMap<String, Set<String>>();
    for (var kit : Kit.values()) {
      rows(kit).forEach(row -> named.put(row.key(), row.tests()));
    }
    // Then
    assertThat(named).isEqualTo(played);
  }

  @Test
  void thePaceOfEveryClientIsThatOfItsTests() throws IOException {
    // Given
    var paces = Arrays.stream(Kit.values()).map(CompatibilityPageTest::pace).toList();
    // When
    var told =
        table("## The clients").stream()
            .map(cells -> String.join(" | ", cells.subList(0, 3)))
            .toList();
    // Then
    assertThat(told).isEqualTo(paces);
  }

  private static String pace(Kit kit) {
    var timeout = kit.hasTimeout() ? seconds(kit.timeout().toMillis()) : "none of its own";
    return kit.title() + " | " + timeout + " | " + seconds(kit.interval().toMillis());
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis / 1_000.0 + " s";
  }

  @Test
  void everyTestThatThePageNamesIsThere() throws Exception {
    // Given
    var all = new TreeSet<String>();
    tests().forEach(test -> all.add(name(test)));
    // When
    var relied = table("## What they rely on");
    // Then
    assertThat(relied).hasSizeGreaterThanOrEqualTo(20);
    for (var row : relied) {
      assertThat(names(row.get(1))).as(row.get(0)).isNotEmpty().isSubsetOf(all);
    }
  }

  private static List<Row> rows(Kit kit) throws IOException {
    return table("### " + kit.title()).stream()
        .map(cells -> new Row(kit, cells.get(0).replace("`", ""), names(cells.get(3))))
        .toList();
  }

  private static Set<String> names(String cell) {
    var names = new TreeSet<String>();
    for (var name : cell.replace("`", "").split("<br>", -1)) {
      names.add(name.strip());
    }
    return names;
  }

  /** The cells of the first table below a heading, without its head. */
  private static List<List<String>> table(String heading) throws IOException {
    var lines = Files.readAllLines(PAGE);
    assertThat(lines).contains(heading);
    return lines.stream()
        .skip(lines.indexOf(heading) + 1L)
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1))
        .toList();
  }

  private static List<Method> tests() throws IOException, ClassNotFoundException {
    try (var files = Files.list(TESTS)) {
      var classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith("IT.java"))
              .sorted()
              .toList();
      assertThat(classes).isNotEmpty();
      var tests = new ArrayList<Method>();
      for (var file : classes) {
        var type =
            Class.forName(
                CompatibilityPageTest.class.getPackageName() + "." + file.replace(".java", ""));
        Arrays.stream(type.getDeclaredMethods())
            .filter(
                method ->
                    Arrays.stream(method.getAnnotations()).anyMatch(CompatibilityPageTest::isTest))
            .sorted(Comparator.comparing(Method::getName))
            .forEach(tests::add);
      }
      return tests;
    }
  }

  private static boolean isTest(Annotation annotation) {
    return annotation.annotationType().getSimpleName().endsWith("Test");
  }

  private static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }
}
