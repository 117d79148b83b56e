package dev.muster.cli.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks files, each by itself: its objects in their order, as if applied one after the other. Not
 * thread-safe.
 */
public final class Validation {
  /** The name of the file that is standard input. */
  public static final String STDIN = "-";

  private final Judge judge;
  private final boolean recursive;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Manifest> ours = new ArrayList<>();
  private final List<String> empty = new ArrayList<>();
  private int files;
  private int others;

  /**
   * A validation.
   *
   * @param definitions Muster's custom resource definitions
   * @param recursive whether folders in folders are looked into
   */
  public Validation(Collection<ObjectNode> definitions, boolean recursive) {
    this.judge = new Judge(definitions);
    this.recursive = recursive;
  }

  /** Adds a file, a folder's YAML and JSON files in the order of their names, or standard input. */
  public void add(String path, InputStream stdin) {
    int before = ours.size() + others + findings.size();
    try {
      if (path.equals(STDIN)) {
        read("stdin", stdin);
      } else {
        for (var file : filesOf(Path.of(path))) {
          try (var bytes = Files.newInputStream(file)) {
            read(file.toString(), bytes);
          }
        }
      }
      if (ours.size() + others + findings.size() == before) {
        empty.add(path.equals(STDIN) ? "stdin" : path);
      }
    } catch (NoSuchFileException e) {
      findings.add(
          Finding.mistake(
              path,
              Place.START,
              "",
              "no such file; a YAML or JSON file, a folder of such, or - for standard input was"
                  + " expected"));
    } catch (IOException e) {
      findings.add(Finding.mistake(path, Place.START, "", "cannot be read: " + e));
    }
  }

  private List<Path> filesOf(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
          .sorted()
          .toList();
    }
  }

  private void read(String file, InputStream bytes) throws IOException {
    files++;
    judge.forget();
    var text = ManifestText.read(bytes);
    text.noText()
        .ifPresent(
            place ->
                findings.add(
                    Finding.warning(
                        file, place, "", "is no text in UTF-8 from here on; it reads as \uFFFD")));
    for (var manifest : new ManifestReader(findings).read(file, text.text())) {
      if (Judge.isOurs(manifest)) {
        ours.add(manifest);
        findings.addAll(judge.judge(manifest));
      } else {
        others++;
      }
    }
  }

  /** Where nothing at all is given kubectl refuses to apply it. */
  private Stream<Finding> ofEmpty() {
    var message = "has no object: kubectl apply would have nothing to apply";
    return empty.stream()
        .map(
            path ->
                ours.isEmpty() && others == 0
                    ? Finding.mistake(path, Place.START, "", message)
                    : Finding.warning(path, Place.START, "", message));
  }

  /** What was found. */
  public Report report() {
    var all = new ArrayList<>(findings);
    all.addAll(SameQueues.warnings(ours));
    ofEmpty().forEach(all::add);
    var order = all.stream().map(Finding::file).distinct().toList();
    all.sort(
        Comparator.comparingInt((Finding finding) -> order.indexOf(finding.file()))
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column()));
    int mistakes = (int) all.stream().filter(Finding::isMistake).count();
    return new Report(
        all.stream().map(Finding::toString).distinct().toList(),
        new Counts(files, ours.size(), others, mistakes, all.size() - mistakes));
  }

  /** What would be refused, in the order in which it was found. */
  public List<Mistake> mistakes() {
    return findings.stream()
        .filter(Finding::isMistake)
        .map(
            finding ->
                new Mistake(
                    finding.place().line(),
                    finding.path().isEmpty()
                        ? finding.message()
                        : finding.path() + ": " + finding.message()))
        .toList();
  }

  /**
   * Something that would be refused.
   *
   * @param line of its file, from 1
   * @param text the field at fault, and what is wrong with it
   */
  public record Mistake(int line, String text) {}

  /** What was found: lines for people, and counts. */
  public record Report(List<String> lines, Counts counts) {
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /**
   * How many.
   *
   * @param objects objects of Muster
   * @param others objects of other kinds, which are not checked
   */
  public record Counts(int files, int objects, int others, int mistakes, int warnings) {
    @Override
    public String toString() {
      return counted(files, "file")
          + ", "
          + counted(objects, "object")
          + (others == 0 ? "" : " (and " + others + " of other kinds, not checked)")
          + ": "
          + counted(mistakes, "mistake")
          + ", "
          + counted(warnings, "warning");
    }

    private static String counted(int count, String what) {
      return count + " " + what + (count == 1 ? "" : "s");
    }
  }
}
