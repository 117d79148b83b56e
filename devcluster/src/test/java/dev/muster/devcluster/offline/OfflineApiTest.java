package dev.muster.devcluster.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.store.Cause;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineApiTest {
  private static final String DEFINITION =
      """
      spec:
        group: test.dev
        scope: Namespaced
        names: {kind: Cup, plural: cups, singular: cup, listKind: CupList}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    x-kubernetes-validations:
                      - {rule: "self.colour == oldSelf.colour", message: a cup keeps its colour}
                    properties:
                      colour: {type: string, default: white}
                      size: {type: integer, minimum: 1}
      """;

  private final OfflineApi api = new OfflineApi(List.of(yaml(DEFINITION)), Clock.systemUTC());

  @Test
  void takesAGoodObjectAndFillsItsDefaults() {
    // When
    var outcome = api.apply(cup("{size: 2}"));
    // Then
    assertThat(outcome.causes()).isEmpty();
    assertThat(outcome.stored().orElseThrow().at("/spec/colour").asText()).isEqualTo("white");
  }

  @Test
  void tellsAllThatIsWrongUnknownFieldsToo() {
    // When
    var outcome = api.apply(cup("{size: 0, handle: left}"));
    // Then
    assertThat(outcome.stored()).isEmpty();
    assertThat(outcome.causes())
        .extracting(Cause::toString)
        .containsExactly(
            "spec.handle: unknown field \"spec.handle\"",
            "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
  }

  @Test
  void changesAnObjectThatItKnowsUntilItForgets() {
    // Given
    api.apply(cup("{colour: red}"));
    // When
    var changed = api.apply(cup("{colour: blue}"));
    api.forget();
    var another = api.apply(cup("{colour: blue}"));
    // Then
    assertThat(changed.causes())
        .singleElement()
        .asString()
        .isEqualTo("spec: Invalid value: \"object\": a cup keeps its colour");
    assertThat(another.causes()).isEmpty();
  }

  @Test
  void keepsNothingOfADryRun() {
    // Given
    api.dryRun(cup("{colour: red}"));
    // When // Then
    assertThat(api.apply(cup("{colour: blue}")).causes()).isEmpty();
  }

  @Test
  void checksBuiltInKindsToo() {
    // When
    var outcome =
        api.dryRun(
            yaml(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: any}
                spec: {containers: [{name: game}]}
                """));
    // Then
    assertThat(outcome.causes())
        .extracting(Cause::toString)
        .containsExactly("spec.containers[0].image: Required value");
  }

  @Test
  void saysWhatItServes() {
    // When // Then
    assertThat(api.serves("test.dev/v1", "Cup")).isTrue();
    assertThat(api.serves("test.dev/v2", "Cup")).isFalse();
    assertThat(api.serves("v1", "Pod")).isTrue();
  }

  private static ObjectNode cup(String spec) {
    return yaml("apiVersion: test.dev/v1\nkind: Cup\nmetadata: {name: one}\nspec: " + spec);
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
