package dev.muster.operator.gameserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.engine.profile.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether the images of a pod template can be references to images at all. An API server takes any
 * text, and the pod then waits for ever with {@code InvalidImageName}.
 *
 * @see <a href="https://github.com/distribution/reference">the grammar of references</a>
 */
final class Images {
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]+])";
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:%s(?::[0-9]+)?/)?%s(?:/%s)*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,})?"
              .formatted(HOST, PART, PART));

  private Images() {}

  /**
   * Those that are none.
   *
   * @param path where the template stands, for messages
   */
  static List<Problem> problems(JsonNode template, String path) {
    var problems = new ArrayList<Problem>();
    for (var list : List.of("initContainers", "containers")) {
      int i = 0;
      for (var container : template.path("spec").path(list)) {
        var image = container.path("image").asText();
        if (!image.isEmpty() && !REFERENCE.matcher(image).matches()) {
          problems.add(
              new Problem(
                  path + ".spec." + list + "[" + i + "].image",
                  "is '"
                      + image
                      + "', which no node can pull: NAME, NAME:TAG or NAME@DIGEST was expected, the"
                      + " name in lower-case letters, such as registry.example/game-server:1.2"));
        }
        i++;
      }
    }
    return problems;
  }
}
