package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application stands in line 2. Written with ' for ". */
class GameServerImportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'my-game:v7' | 1:21: error: : is \"my-game:v7\", an object with name and version was expected",
        "null | 1:21: error: : is null, an object with name and version was expected",
        "{'version':'1'} | 1:21: error: .name: is missing, a text was expected",
        "{'name':{'a':1},'version':'1'} | 2:2: error: .name: is {\"a\":1}, a text was expected",
        "{'name':'g','version':1.10} | 2:13: error: .version: is 1.1, a text was expected",
        "{'name':'日本','version':'1'} | 2:2: error: .name: is \"日本\", of which the name of an image"
            + " can have nothing; give --image without {name}",
      })
  void anApplicationThatIsNoneIsAnError(String application, String expected) {
    assertThat(told(application, "ghcr.io/me/{name}:{version}"))
        .first()
        .isEqualTo(expected.replace("error: ", "error: profiles.p.application"));
  }

  @Test
  void anApplicationThatIsNotThereIsAnError() {
    var text = text("{}").replace("\"application\":\n{},", "");
    assertThat(Told.of(text, options("ghcr.io/me/{name}:{version}")))
        .containsExactly(
            "1:15: error: profiles.p.application: is missing, an object with name and version was"
                + " expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "My Game | v 1 | my-game:v-1 | name became my-game, version became v-1",
        "a/b/c | sha256:abc@def | a-b-c:sha256-abc-def | name became a-b-c, version became"
            + " sha256-abc-def",
        "Über | V1 | ber:V1 | name became ber",
        "my-game.2_x | 2024.01.30-16.23.00-UTC | my-game.2_x:2024.01.30-16.23.00-UTC |",
      })
  void anotherSpellingIsTold(String name, String version, String image, String expected) {
    // Given
    var application = "{'name':'" + name + "','version':'" + version + "'}";
    // When
    var told = told(application, "ghcr.io/me/{name}:{version}");
    // Then
    assertThat(image(application, "ghcr.io/me/{name}:{version}")).isEqualTo("ghcr.io/me/" + image);
    assertThat(told)
        .extracting(
            line ->
                line.replaceAll(".*application\\.(\\w+): became", "$1 became")
                    .replaceAll(" in the image.*", ""))
        .isEqualTo(expected == null ? List.of() : List.of(expected.split(", ", -1)));
  }

  @Test
  void whatAnImageWithoutBracesDoesNotNeedIsTold() {
    // Given
    var application = "{'name':'日本','version':'1'}";
    // When
    var told = told(application, "ghcr.io/me/game:v7");
    // Then
    assertThat(image(application, "ghcr.io/me/game:v7")).isEqualTo("ghcr.io/me/game:v7");
    assertThat(told)
        .containsExactly(
            "2:2: note: profiles.p.application.name: is left out, since --image has no {name}",
            "2:14: note: profiles.p.application.version: is left out, since --image has no"
                + " {version}");
  }

  @ParameterizedTest
  @CsvSource({"3.0, 3", "0, 0", "10, 10", "11, 10", "1e400, 10"})
  void retriesAreWholeNumbersHoweverTheyAreWritten(String written, int retries) {
    var text =
        text("{'name':'g','version':'1'}")
            .replaceFirst("\\{", "{\"max_deployment_retry_count\": " + written + ",");
    var server = Told.profile(text, Told.DEFAULTS).json().at("/spec/gameServer");
    assertThat(server.path("maxRetries").intValue()).isEqualTo(retries);
    assertThat(Told.of(text).isEmpty())
        .isEqualTo(!written.equals("11") && !written.equals("1e400"));
  }

  private static List<String> told(String application, String image) {
    return Told.of(text(application), options(image));
  }

  private static String image(String application, String image) {
    return Told.profile(text(application), options(image))
        .json()
        .at("/spec/gameServer/template/spec/containers/0/image")
        .textValue();
  }

  private static ImportOptions options(String image) {
    return new ImportOptions("default", Optional.of(image), List.of());
  }

  private static String text(String application) {
    return "{'profiles': {'p': {'application':\n%s,\n'rules': {'initial': {'n': {'type': 'player_count', 'attributes': {'team_count': 1, 'min_team_size': 2, 'max_team_size': 4}}}}}}}"
        .formatted(application)
        .replace('\'', '"');
  }
}
