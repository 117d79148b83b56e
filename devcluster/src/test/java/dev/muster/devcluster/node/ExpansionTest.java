package dev.muster.devcluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real kubelet made of these texts. */
class ExpansionTest {

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "$(A)-beta | alpha-beta",
        "$$(A) | $(A)",
        "$(NOBODY)/x | $(NOBODY)/x",
        "$$ | $",
        "$A ${A} $(A | $A ${A} $(A",
        "$$$(A) | $alpha",
        "$$$$(A) | $$(A)",
        "$ | $",
        "x$ | x$",
        "$(A)$(A) | alphaalpha",
        "$(B) | $(A)",
        "plain | plain",
      })
  void expandsAsTheKubelet(String text, String expected) {
    var known = Map.of("A", "alpha", "B", "$(A)");

    assertThat(Expansion.expand(text, known)).isEqualTo(expected);
  }
}
