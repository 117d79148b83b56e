package dev.muster.cli.edgegap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.cli.local.Crds;
import dev.muster.cli.validate.Validation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalsTest {
  @Test
  void areToldAtTheProfileThatTheyCameOf() throws IOException {
    // Given
    var imported = EdgegapImportTest.imported("competitive");
    var second = imported.resources().get(1);
    ((ObjectNode) second.json().at("/spec/gameServer")).put("maxRetries", 11);
    // When
    var refusals = refusals(imported);
    // Then
    assertThat(refusals)
        .extracting(finding -> finding.inFile("f"))
        .containsExactly(
            "f:"
                + second.place()
                + ": error: profiles.competitive-example: became what muster validate refuses:"
                + " spec.gameServer.maxRetries: Invalid value: 11: spec.gameServer.maxRetries in body should be less than or equal to"
                + " 10");
    assertThat(second.place()).hasToString("60:5");
  }

  @ParameterizedTest
  @MethodSource("dev.muster.cli.edgegap.EdgegapImportTest#configurations")
  void areNone(String name) throws IOException {
    assertThat(refusals(EdgegapImportTest.imported(name))).isEmpty();
  }

  private static List<Finding> refusals(Imported imported) {
    return Refusals.of(
        imported, ManifestText.of(imported, "f"), new Validation(Crds.documents(), false));
  }
}
