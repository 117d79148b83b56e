package dev.muster.cli.edgegap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was imported as a YAML file: several documents, with comments before each. */
public final class ManifestText {
  private static final int WIDTH = 100;
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(Feature.WRITE_DOC_START_MARKER)
              .disable(Feature.SPLIT_LINES)
              .enable(Feature.MINIMIZE_QUOTES)
              .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .build());

  private ManifestText() {}

  /**
   * Writes it.
   *
   * @param file the name of the configuration's file
   */
  public static String of(Imported imported, String file) {
    var comments = new ArrayList<String>();
    comments.add(
        "From the Edgegap configuration " + Finding.printable(file) + " by muster import edgegap.");
    imported.notes().stream()
        .filter(note -> !note.path().startsWith("profiles."))
        .forEach(note -> comments.add(note.asComment()));
    return commented(comments)
        + imported.resources().stream()
            .map(resource -> "---\n" + commented(resource.comments()) + yaml(resource))
            .collect(Collectors.joining());
  }

  private static String yaml(Resource resource) {
    try {
      return YAML.writeValueAsString(resource.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first line as it is, each other as an item of a list. */
  private static String commented(List<String> comments) {
    var text = new StringBuilder();
    for (int i = 0; i < comments.size(); i++) {
      wrap(text, i == 0 ? "# " : "# - ", i == 0 ? "# " : "#   ", comments.get(i));
    }
    return text.toString();
  }

  private static void wrap(StringBuilder text, String first, String further, String comment) {
    var line = new StringBuilder(first);
    boolean begun = false;
    for (var word : comment.split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(0);
        line.append(further).append(word);
      } else {
        line.append(begun ? " " : "").append(word);
      }
      begun = true;
    }
    text.append(line).append('\n');
  }
}
